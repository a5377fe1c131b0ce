import { AuditLog } from '#audit';
import { type RequestMetadata, Problem, RateLimiter } from '#platform';
import { PresenceService } from '#presence';
import { type Device, SessionsService, type CreatedSession } from '#sessions';
import { type Credentials, emailKey, type User, UsersService } from '#users';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { toDevice } from '../accounts.fields';
import { AccountMapper, type SignInResultDto } from '../accounts.dto';
import { PasswordHasher } from '../passwords/password-hasher';
import { CHECK_NEW_DEVICE } from '../security/new-device.service';
import type { Login } from './sign-in.dto';

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
  async login(login: Login, metadata: RequestMetadata): Promise<SignInResultDto> {
    const { ok, stale, credentials } = await this.limiter.attempt(
      'login_failures',
      emailKey(login.email),
      () => this.check(login),
      (found) => found.ok,
    );
    if (!ok || !credentials) throw this.rejectCredentials(credentials, metadata);
    const { user, roleIds } = credentials;
    assertMaySignIn(user);
    const rehashed = stale ? await this.rehash(login.password) : undefined;

    const start = () => this.createSession(credentials, { device: toDevice(login), rehashed }, metadata);
    const started = (await start()) ?? ((await this.mayRetry(credentials)) ? await start() : undefined);
    if (!started) throw this.rejectCredentials(credentials, metadata);
    this.presence.touch(user.id, started.sessionId);
    return this.mapper.toSignInResult(user, roleIds, started.tokens);
  }

  /** @returns nothing where what the sign-in was decided on holds no more */
  private createSession(
    credentials: Credentials,
    { device, rehashed }: { device: Device; rehashed?: string },
    metadata: RequestMetadata,
  ): Promise<CreatedSession | undefined> {
    const { user, roleIds } = credentials;
    return this.database.transaction(async (manager) => {
      const locked = await this.users.lockForSignIn(manager, credentials, { rehashed, pushToken: device.push?.token });
      if (!locked) return undefined;
      const owner = { userId: user.id, roleIds, emailVerified: true };
      const started = await this.sessions.create(manager, owner, device, metadata, { ifUnknown: CHECK_NEW_DEVICE });
      await this.audit.record(manager, {
        action: 'session.login',
        actorId: user.id,
        subjectId: user.id,
        details: { session_id: started.sessionId },
        metadata,
      });
      return started;
    });
  }

  private async check({ email, password }: Login) {
    const credentials = await this.users.credentialsByEmail(email);
    return { ...(await this.passwords.verify(password, credentials?.passwordHash)), credentials };
  }

  /** The next sign-in will do as well: where no thread is free, the right password gets in without. */
  private async rehash(password: string): Promise<string | undefined> {
    try {
      return await this.passwords.hash(password);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  /**
   * Something has changed between the check of the password and the session: as if the sign-in had come after it.
   * @returns whether the password is the same and nothing is in the way, such as a ban that has just ended
   * @throws {Problem} 403
   */
  private async mayRetry(proven: Credentials): Promise<boolean> {
    const now = await this.users.credentialsById(proven.user.id);
    if (now?.version !== proven.version) return false;
    assertMaySignIn(now.user);
    return true;
  }

  private rejectCredentials(credentials: Credentials | undefined, { ip, requestId }: RequestMetadata): Error {
    this.logger.warn({ event: 'login_failed', user_id: credentials?.user.id ?? null, ip, request_id: requestId });
    return accountProblems.invalid_credentials();
  }
}

function assertMaySignIn(user: User): void {
  if (user.isBanned())
    throw accountProblems.account_banned(
      user.bannedUntil ? { detail: `This account is banned until ${user.bannedUntil.toISOString()}.` } : {},
    );
  if (user.deactivatedAt) throw accountProblems.account_deactivated();
  if (!user.emailVerified) throw accountProblems.email_not_verified();
}
