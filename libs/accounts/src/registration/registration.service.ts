import { AuditLog } from '#audit';
import type { RequestMetadata } from '#platform';
import { RoleAssignmentsRepository, RoleLookupService } from '#roles';
import { SessionsService } from '#sessions';
import { toProfile, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toDevice } from '../sign-in/device.fields';
import { AccountMapper, type RegistrationResultDto } from '../accounts.dto';
import { PasswordHasher } from '../passwords/password-hasher';
import type { Registration } from './registration.dto';
import { VerificationLinks } from './verification-links';

@Injectable()
export class RegistrationService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly roles: RoleLookupService,
    private readonly roleAssignments: RoleAssignmentsRepository,
    private readonly sessions: SessionsService,
    private readonly verificationLinks: VerificationLinks,
    private readonly passwords: PasswordHasher,
    private readonly audit: AuditLog,
    private readonly mapper: AccountMapper,
  ) {}

  /**
   * User, role, session, device, verification mail: all or nothing. That a name is taken is left to the unique keys,
   * so that of many registrations at once exactly one wins.
   */
  async register(registration: Registration, metadata: RequestMetadata): Promise<RegistrationResultDto> {
    const role = this.roles.defaultRole();
    const roleIds = [role.id];
    const passwordHash = await this.passwords.hash(registration.password);

    const { user, created } = await this.database.transaction(async (manager) => {
      const device = toDevice(registration);
      const { email, username, full_name: fullName } = registration;
      const newUser = { ...toProfile(registration), email, username, fullName, passwordHash };
      const user = await this.users.create(manager, newUser, device.push?.token);
      await this.roleAssignments.assign(manager, user.id, { role, scope: 'platform' });
      const owner = { userId: user.id, roleIds, emailVerified: false, mfaEnrolled: false };
      const created = await this.sessions.create(manager, owner, device, metadata, { methods: ['pwd'] });
      await this.verificationLinks.send(manager, user);
      await this.audit.record(manager, { action: 'account.register', actorId: user.id, subjectId: user.id, metadata });
      return { user, created };
    });
    return {
      ...this.mapper.toSignInResult(user, roleIds, created),
      message: 'Welcome! Please open the link in the mail that we sent you.',
    };
  }
}
