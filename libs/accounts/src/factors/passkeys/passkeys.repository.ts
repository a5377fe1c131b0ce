import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SecondFactor } from '../second-factor';
import { Passkey } from './passkey.entity';

type NewPasskey = Omit<Passkey, 'createdAt' | 'lastUsedAt'>;

interface PasskeyUse {
  counter: number;
  backedUp: boolean;
}

@Injectable()
export class PasskeysRepository implements SecondFactor {
  readonly method = 'webauthn';

  constructor(private readonly database: DataSource) {}

  isSet(manager: EntityManager, userId: string): Promise<boolean> {
    return manager.existsBy(Passkey, { userId });
  }

  async removeAll(manager: EntityManager, userId: string): Promise<void> {
    await manager.delete(Passkey, { userId });
  }

  /** The oldest first. */
  list(userId: string, manager: EntityManager = this.database.manager): Promise<Passkey[]> {
    return manager.find(Passkey, { where: { userId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  findByCredentialId(credentialId: Buffer, manager: EntityManager = this.database.manager): Promise<Passkey | null> {
    return manager.findOneBy(Passkey, { credentialId });
  }

  count(manager: EntityManager, userId: string): Promise<number> {
    return manager.countBy(Passkey, { userId });
  }

  /** @returns the row, nothing where the credential is registered already, by whichever user */
  async insert(manager: EntityManager, passkey: NewPasskey): Promise<Passkey | null> {
    await manager.createQueryBuilder().insert().into(Passkey).values(passkey).orIgnore().updateEntity(false).execute();
    return manager.findOneBy(Passkey, { id: passkey.id });
  }

  async rename(manager: EntityManager, userId: string, id: string, name: string): Promise<Passkey | null> {
    await manager.update(Passkey, { id, userId }, { name });
    return manager.findOneBy(Passkey, { id, userId });
  }

  /** @returns the one that was removed */
  async remove(manager: EntityManager, userId: string, id: string): Promise<Passkey | null> {
    const found = await manager.findOneBy(Passkey, { id, userId });
    if (found) await manager.delete(Passkey, { id, userId });
    return found;
  }

  /** @returns whether the counter has increased, or is 0 as it always was @see WebAuthn Level 3 §7.2 step 22 */
  async use(manager: EntityManager, id: string, { counter, backedUp }: PasskeyUse): Promise<boolean> {
    const [, affected] = await manager.query<[unknown[], number]>(
      `UPDATE passkeys SET counter = $2, backed_up = $3, last_used_at = now()
       WHERE id = $1 AND (counter < $2::bigint OR (counter = 0 AND $2::bigint = 0))`,
      [id, counter, backedUp],
    );
    return affected === 1;
  }

  exists(manager: EntityManager, id: string): Promise<boolean> {
    return manager.existsBy(Passkey, { id });
  }
}
