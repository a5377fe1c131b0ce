import { AuditLog } from '#audit';
import { type Client, RateLimiter } from '#platform';
import { PresenceService } from '#presence';
import { SessionsService } from '#sessions';
import { type Credentials, emailKey, UsersService } from '#users';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { deviceOf } from '../accounts.fields';
import { AccountMapper, type SignedInWire } from '../accounts.wire';
import { PasswordHasher } from '../passwords/password-hasher';
import { LOOK_AT_DEVICE } from '../security/new-device.service';
import type { Login } from './sign-in.wire';

@Injectable()
export class SignInService {
  private readonly logger = new Logger('SignIn');

  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordHasher,
    private readonly limiter: RateLimiter,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
    private readonly mapper: AccountMapper,
  ) {}

  /** Only who has the right password learns more than `invalid_credentials`. An unknown address costs the same hash. */
  async login(login: Login, client: Client): Promise<SignedInWire> {
    const account = emailKey(login.email);
    await this.limiter.hit('login_failures', account);
    const credentials = await this.users.credentialsByEmail(login.email);
    const { ok, stale } = await this.passwords.verify(login.password, credentials?.passwordHash);
    if (!ok || !credentials) throw this.refused(credentials, client);
    await this.limiter.forgive('login_failures', account);

    const { user, roleIds } = credentials;
    if (user.isBanned())
      throw accountProblems.account_banned(
        user.bannedUntil ? { detail: `This account is banned until ${user.bannedUntil.toISOString()}.` } : {},
      );
    if (user.deactivatedAt) throw accountProblems.account_deactivated();
    if (!user.emailVerified) throw accountProblems.email_not_verified();
    const rehashed = stale ? await this.passwords.hash(login.password) : undefined;

    const started = await this.database.transaction(async (manager) => {
      const device = deviceOf(login);
      if (!(await this.users.lockForSignIn(manager, credentials, { rehashed, pushToken: device.push?.token })))
        throw this.refused(credentials, client);
      const owner = { userId: user.id, roleIds, emailVerified: true };
      const started = await this.sessions.start(manager, owner, device, client, { ifUnknown: LOOK_AT_DEVICE });
      await this.audit.record(manager, {
        action: 'session.login',
        actorId: user.id,
        subjectId: user.id,
        details: { session_id: started.sessionId },
        client,
      });
      return started;
    });
    this.presence.touch(user.id, started.sessionId);
    return this.mapper.toSignedIn(user, roleIds, started.tokens);
  }

  private refused(credentials: Credentials | undefined, { ip, requestId }: Client): Error {
    this.logger.warn({ event: 'login_failed', user_id: credentials?.user.id ?? null, ip, request_id: requestId });
    return accountProblems.invalid_credentials();
  }
}
