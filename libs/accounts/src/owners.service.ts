import { AuditLog } from '#audit';
import { advisoryLocks, problems, type RequestMetadata } from '#platform';
import { RoleAssignmentsRepository, RoleLookupService } from '#roles';
import { type NewUser, UsersService } from '#users';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BreachedPasswords } from './breached-passwords/breached-passwords.service';
import { OwnerSetupTokens } from './setup/owner-setup-tokens.repository';
import { PasswordHasher } from './passwords/password-hasher';

export type NewOwner = Pick<NewUser, 'email' | 'username' | 'fullName'> & { password: string };

interface OwnerOptions {
  onlyFirst?: boolean;
  /** Of a request. */
  metadata?: RequestMetadata;
  /** Checks the proof again, once no other owner is made at the same time. */
  verify?: (manager: EntityManager) => Promise<void>;
}

/** Owners that the operator makes: by a command, by settings, or by the link in the log. */
@Injectable()
export class OwnersService {
  private readonly logger = new Logger('Owners');

  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly roles: RoleLookupService,
    private readonly roleAssignments: RoleAssignmentsRepository,
    private readonly breachedPasswords: BreachedPasswords,
    private readonly hasher: PasswordHasher,
    private readonly setupTokens: OwnerSetupTokens,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A verified account with the role `owner`.
   * @throws {Problem} 400 `validation_failed` (`password_breached`), 409 `email_taken`, `username_taken`
   */
  async create(
    { password, ...person }: NewOwner,
    { onlyFirst = false, metadata, verify }: OwnerOptions = {},
  ): Promise<boolean> {
    if (onlyFirst && (await this.hasOwner())) return false;
    await this.assertNotBreached(password);
    const passwordHash = await this.hasher.hash(password);
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.ownerCreation]);
      if (onlyFirst && (await this.hasOwner(manager))) return false;
      await verify?.(manager);
      const user = await this.users.create(manager, {
        ...person,
        passwordHash,
        emailVerified: true,
        allowReservedUsername: true,
      });
      const role = this.roles.findByName('owner')!;
      await this.roleAssignments.assign(manager, user.id, { role, scope: 'platform' });
      await this.setupTokens.removeAll(manager);
      await this.audit.record(manager, { action: 'account.create_owner', subjectId: user.id, metadata });
      this.logger.log({ event: 'owner_created', user_id: user.id });
      return true;
    });
  }

  /**
   * A link for the first owner. It waits for an owner who is being made, so that no link outlives them.
   * @returns nothing where there is an owner
   */
  createSetupToken(): Promise<string | undefined> {
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.ownerCreation]);
      return (await this.hasOwner(manager)) ? undefined : this.setupTokens.create(manager);
    });
  }

  private async assertNotBreached(password: string): Promise<void> {
    const [fault] = await this.breachedPasswords.storedFaults(password);
    if (fault) throw problems.validation_failed({ errors: [{ field: 'password', ...fault }] });
  }

  /** In a transaction on its own connection: it may hold the lock that others with a connection wait for. */
  hasOwner(manager = this.database.manager): Promise<boolean> {
    return this.roleAssignments.isAssigned(manager, this.roles.findByName('owner')!.id);
  }
}
