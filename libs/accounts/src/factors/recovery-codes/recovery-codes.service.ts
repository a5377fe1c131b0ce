import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { hashOfRecoveryCode, newRecoveryCode } from './recovery-code';
import { RecoveryCode } from './recovery-code.entity';

const RECOVERY_CODES = 10;

/** Ten codes for each user with a second factor. The caller of a change has locked the user's row. */
@Injectable()
export class RecoveryCodes {
  constructor(private readonly database: DataSource) {}

  /** The codes from before are void. @returns the codes, which are stored nowhere */
  async renew(manager: EntityManager, userId: string): Promise<string[]> {
    await this.removeAll(manager, userId);
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    await manager.insert(
      RecoveryCode,
      codes.map((code) => ({ hash: hashOfRecoveryCode(code), userId })),
    );
    return codes;
  }

  /** Uses a code up. @returns how many are left, `undefined` where the code is none of the user's */
  async use(manager: EntityManager, userId: string, code: string): Promise<number | undefined> {
    const { affected } = await manager.delete(RecoveryCode, { hash: hashOfRecoveryCode(code), userId });
    return affected === 1 ? this.count(userId, manager) : undefined;
  }

  count(userId: string, manager: EntityManager = this.database.manager): Promise<number> {
    return manager.countBy(RecoveryCode, { userId });
  }

  async removeAll(manager: EntityManager, userId: string): Promise<void> {
    await manager.delete(RecoveryCode, { userId });
  }
}
