import { AuditLog } from '#audit';
import type { RequestMetadata } from '#platform';
import { RoleLookupService } from '#roles';
import { ActivityCounter } from '#statistics';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountMapper, type RegistrationResultDto } from '../accounts.dto';
import { PasswordHasher } from '../passwords/password-hasher';
import { NewAccounts } from './new-account.service';
import type { Registration } from './registration.dto';
import { VerificationLinks } from './verification-links';

/** Registers without an invitation, and signs the device in. */
@Injectable()
export class OpenRegistrationService {
  constructor(
    private readonly database: DataSource,
    private readonly roles: RoleLookupService,
    private readonly accounts: NewAccounts,
    private readonly verificationLinks: VerificationLinks,
    private readonly passwords: PasswordHasher,
    private readonly audit: AuditLog,
    private readonly mapper: AccountMapper,
    private readonly activity: ActivityCounter,
  ) {}

  /**
   * User, role, session, device, verification mail: all or nothing.
   * @throws {Problem} 400 `validation_failed` with `username_reserved`, 409 `email_taken`, `username_taken`
   */
  async register(registration: Registration, metadata: RequestMetadata): Promise<RegistrationResultDto> {
    const role = this.roles.defaultRole();
    const roleIds = [role.id];
    const passwordHash = await this.passwords.hash(registration.password);

    const { user, created } = await this.database.transaction(async (manager) => {
      const user = await this.accounts.create(manager, registration, { passwordHash, roles: [role] });
      const created = await this.accounts.signIn(manager, user, roleIds, registration, metadata);
      await this.verificationLinks.send(manager, user);
      await this.audit.record(manager, { action: 'account.register', actorId: user.id, subjectId: user.id, metadata });
      return { user, created };
    });
    this.activity.count('registrations');
    return {
      ...this.mapper.toSignInResult(user, roleIds, created),
      message: 'Welcome! Please open the link in the mail that we sent you.',
    };
  }
}
