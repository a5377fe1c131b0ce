import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import type { RequestMetadata } from '#platform';
import { TransactionAuthorizer } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { recoveryCodesRenewed } from './factor-alerts';
import { FactorChanges } from './factor-changes.service';
import { FactorSet } from './factor-set';
import { factorProblems } from './factors.errors';
import type { MfaDto } from './mfa.dto';
import { MfaRequirement } from './mfa-requirement';
import { toPasskeyDto } from './passkeys/passkey.dto';
import { PasskeysRepository } from './passkeys/passkeys.repository';
import { RecoveryCodes } from './recovery-codes/recovery-codes.service';
import { TotpRepository } from './totp/totp.repository';
import { TrustedDevices } from './trusted-devices/trusted-devices.service';

/** A user's own second factors as a whole. */
@Injectable()
export class MfaService {
  constructor(
    private readonly database: DataSource,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly changes: FactorChanges,
    private readonly factors: FactorSet,
    private readonly totp: TotpRepository,
    private readonly passkeys: PasskeysRepository,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly trustedDevices: TrustedDevices,
    private readonly requirement: MfaRequirement,
    private readonly audit: AuditLog,
  ) {}

  async read({ userId, roleIds }: Principal): Promise<MfaDto> {
    return {
      totp: await this.totp.isSet(this.database.manager, userId),
      passkeys: (await this.passkeys.list(userId)).map(toPasskeyDto),
      recovery_codes_left: await this.recoveryCodes.count(userId),
      trusted_devices: (await this.trustedDevices.list(userId)).length,
      required: this.requirement.appliesTo(roleIds),
    };
  }

  /** @throws {Problem} 409 `mfa_not_set` */
  async renewRecoveryCodes(principal: Principal, metadata: RequestMetadata): Promise<string[]> {
    const { result } = await this.changes.changeOwn(principal, metadata, async (manager, { id }) => {
      if (!(await this.factors.isAnySet(manager, id))) throw factorProblems.mfa_not_set();
      const codes = await this.recoveryCodes.renew(manager, id);
      return { result: codes, action: 'mfa.recovery_codes_renew', describe: recoveryCodesRenewed };
    });
    return result;
  }

  async removeTrustedDevices(principal: Principal, metadata: RequestMetadata): Promise<void> {
    const { userId } = principal;
    await this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, principal);
      const removed = await this.trustedDevices.removeAll(manager, userId);
      const about = { actorId: userId, subjectId: userId, details: { removed }, metadata };
      if (removed > 0) await this.audit.record(manager, { action: 'mfa.trusted_devices_remove', ...about });
    });
  }
}
