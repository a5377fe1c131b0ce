import { problems, type RequestMetadata } from '#platform';
import type { CreatedSession } from '#sessions';
import { ActivityCounter } from '#statistics';
import { emailKey, type User } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AccountMapper, type RegistrationResultDto } from '../accounts.dto';
import { PasswordHasher } from '../passwords/password-hasher';
import { NewAccounts } from '../registration/new-account.service';
import type { Registration } from '../registration/registration.dto';
import { InvitationAcceptance } from './invitation-acceptance.service';

/** Registers with an invitation: the link has reached the mailbox, so the address is verified. */
@Injectable()
export class InvitedRegistrationService {
  constructor(
    private readonly database: DataSource,
    private readonly acceptance: InvitationAcceptance,
    private readonly accounts: NewAccounts,
    private readonly passwords: PasswordHasher,
    private readonly mapper: AccountMapper,
    private readonly activity: ActivityCounter,
  ) {}

  /**
   * @throws {Problem} 400 `invalid_invitation`, `invitation_expired`, `validation_failed` with `not_the_invited_address`,
   * `username_reserved`, 409 `email_taken`, `username_taken`
   */
  async registerAndSignIn(
    token: string,
    registration: Registration,
    metadata: RequestMetadata,
  ): Promise<RegistrationResultDto> {
    const { user, roleIds, created } = await this.register(token, registration, metadata, (manager, user, roleIds) =>
      this.accounts.signIn(manager, user, roleIds, registration, metadata),
    );
    return { ...this.mapper.toSignInResult(user, roleIds, created), message: 'Welcome! Your account is ready.' };
  }

  /** For the page, which can't keep tokens. */
  async registerWithoutSession(token: string, registration: Registration, metadata: RequestMetadata): Promise<void> {
    await this.register(token, registration, metadata, async () => undefined);
  }

  /** Of many requests with one token, one succeeds: the invitation is locked first. */
  private async register<Issued extends CreatedSession | undefined>(
    token: string,
    registration: Registration,
    metadata: RequestMetadata,
    signIn: (manager: EntityManager, user: User, roleIds: string[]) => Promise<Issued>,
  ): Promise<{ user: User; roleIds: string[]; created: Issued }> {
    const pending = await this.acceptance.findPending(token);
    if (pending.emailKey !== emailKey(registration.email)) throw notTheInvitedAddress();
    const passwordHash = await this.passwords.hash(registration.password);
    const registered = await this.database.transaction(async (manager) => {
      const valid = await this.acceptance.lockAndVerify(manager, token);
      const { roles } = valid;
      const roleIds = roles.map(({ id }) => id);
      const verifiedEmail = valid.invitation.email;
      const user = await this.accounts.create(manager, registration, { passwordHash, roles, verifiedEmail });
      const created = await signIn(manager, user, roleIds);
      await this.acceptance.complete(manager, valid, user.id, metadata);
      return { user, roleIds, created };
    });
    this.activity.count('registrations');
    return registered;
  }
}

const notTheInvitedAddress = () =>
  problems.validation_failed({
    errors: [
      { field: 'email', code: 'not_the_invited_address', message: 'The invitation was sent to another address.' },
    ],
  });
