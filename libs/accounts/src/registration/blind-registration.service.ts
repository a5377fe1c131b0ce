import { AuditLog } from '#audit';
import { JobHandlers, JobQueue, type RequestMetadata, SecretBox } from '#platform';
import { RoleLookupService } from '#roles';
import { ActivityCounter } from '#statistics';
import { pickProfile, UsernameHolds, UsersService } from '#users';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PasswordHasher } from '../passwords/password-hasher';
import { AddressInUseNotices } from './address-in-use-notices.service';
import { NewAccounts } from './new-account.service';
import type { AccountDetails, Registration } from './registration.dto';
import { VerificationLinks } from './verification-links';

const COMPLETE_REGISTRATION = 'complete_registration';

interface PendingRegistration {
  details: AccountDetails;
  passwordHash: string;
  metadata: RequestMetadata;
}

/**
 * Registers without disclosing whether the e-mail address has an account. The request never looks for it: whatever the
 * address, it holds the username and writes a job. See docs/decisions/0020-private-registration.md.
 */
@Injectable()
export class BlindRegistrationService implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly usernames: UsernameHolds,
    private readonly roles: RoleLookupService,
    private readonly accounts: NewAccounts,
    private readonly verificationLinks: VerificationLinks,
    private readonly notices: AddressInUseNotices,
    private readonly passwords: PasswordHasher,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
    private readonly secrets: SecretBox,
    private readonly audit: AuditLog,
    private readonly activity: ActivityCounter,
  ) {}

  onModuleInit(): void {
    this.handlers.register(COMPLETE_REGISTRATION, (payload) => this.run((payload as { sealed: string }).sealed));
  }

  /** @throws {Problem} 400 `validation_failed` with `username_reserved`, 409 `username_taken` */
  async register(registration: Registration, metadata: RequestMetadata): Promise<void> {
    const passwordHash = await this.passwords.hash(registration.password);
    const { email, username } = registration;
    const details = { email, ...pickProfile(registration) };
    const pending: PendingRegistration = { details, passwordHash, metadata };
    const sealed = this.secrets.seal(COMPLETE_REGISTRATION, JSON.stringify(pending));
    await this.database.transaction(async (manager) => {
      await this.usernames.hold(manager, username);
      await this.jobs.add(manager, { task: COMPLETE_REGISTRATION, payload: { sealed } });
    });
  }

  /** Of two at once for one address, the second fails on the unique key, and finds the account when it is retried. */
  private async run(sealed: string): Promise<void> {
    const pending = JSON.parse(this.secrets.open(COMPLETE_REGISTRATION, sealed)) as PendingRegistration;
    const { email, username } = pending.details;
    const isNew = await this.database.transaction(async (manager) => {
      const holder = await this.users.lockByEmail(manager, email);
      if (!(await this.usernames.release(manager, username))) return false;
      if (!holder) return this.createAccount(manager, pending);
      // In an account the name would be taken from now on, so it is here too.
      await this.usernames.keepFor(manager, username, holder.id);
      await this.notices.send(manager, holder, 'account.register_taken', pending.metadata);
      return false;
    });
    if (isNew) this.activity.count('registrations');
  }

  private async createAccount(
    manager: EntityManager,
    { details, passwordHash, metadata }: PendingRegistration,
  ): Promise<true> {
    const user = await this.accounts.create(manager, details, { passwordHash, roles: [this.roles.defaultRole()] });
    await this.verificationLinks.send(manager, user);
    await this.audit.record(manager, { action: 'account.register', actorId: user.id, subjectId: user.id, metadata });
    return true;
  }
}
