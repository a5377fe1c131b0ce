import { AuditLog } from '#audit';
import { type RequestMetadata, Problem, Settings } from '#platform';
import { PresenceService } from '#presence';
import { type Device, SessionsService, type CreatedSession } from '#sessions';
import { type Credentials, UserCredentialsService } from '#users';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { toDevice } from './device.fields';
import { AccountMapper } from '../accounts.dto';
import { PasswordHasher } from '../passwords/password-hasher';
import { CHECK_NEW_DEVICE } from '../security/new-device.service';
import { FactorVerifier } from './factor-verifier';
import type { Login } from './sign-in.dto';
import type { SignInResult } from './sign-in-factor';
import { assertMaySignIn } from './sign-in.policy';

/** With `REGISTRATION_PRIVACY=strict`. */
const UNVERIFIED_TOO =
  'E-mail address and password do not go together, or the address is not verified yet: see the mail with the link.';

@Injectable()
export class SignInService {
  private readonly logger = new Logger('SignIn');

  constructor(
    private readonly database: DataSource,
    private readonly credentials: UserCredentialsService,
    private readonly sessions: SessionsService,
    private readonly factors: FactorVerifier,
    private readonly hasher: PasswordHasher,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
    private readonly mapper: AccountMapper,
    private readonly settings: Settings,
  ) {}

  /** Without the right password the answer is always `invalid_credentials`. An unknown address costs the same hash. */
  async login(login: Login, metadata: RequestMetadata): Promise<SignInResult> {
    const verification = await this.factors.verify(login);
    if (verification.outcome === 'challenge') return verification;
    const { credentials } = verification;
    if (verification.outcome === 'rejected' || !credentials) throw this.rejectCredentials(credentials, metadata);
    const { user, roleIds } = credentials;
    assertMaySignIn(user);
    const rehashed = verification.staleHash ? await this.rehash(login.password) : undefined;

    const create = () => this.createSession(credentials, { device: toDevice(login), rehashed }, metadata);
    const created = (await create()) ?? ((await this.mayRetry(credentials)) ? await create() : undefined);
    if (!created) throw this.rejectCredentials(credentials, metadata);
    this.presence.touch(user.id, created.sessionId);
    return { outcome: 'tokens', signIn: this.mapper.toSignInResult(user, roleIds, created.tokens) };
  }

  /** @returns nothing where the credentials or the account have changed since they were verified */
  private createSession(
    credentials: Credentials,
    { device, rehashed }: { device: Device; rehashed?: string },
    metadata: RequestMetadata,
  ): Promise<CreatedSession | undefined> {
    const { user, roleIds } = credentials;
    return this.database.transaction(async (manager) => {
      const locked = await this.credentials.lockForSignIn(manager, credentials, {
        rehashed,
        pushToken: device.push?.token,
      });
      if (!locked) return undefined;
      const owner = { userId: user.id, roleIds, emailVerified: true, mfaEnrolled: credentials.mfaMethods.length > 0 };
      const created = await this.sessions.create(manager, owner, device, metadata, {
        methods: ['pwd'],
        unknownDeviceTask: CHECK_NEW_DEVICE,
      });
      await this.audit.record(manager, {
        action: 'session.login',
        actorId: user.id,
        subjectId: user.id,
        details: { session_id: created.sessionId },
        metadata,
      });
      return created;
    });
  }

  /** Skipped where no hashing thread is free: the next sign-in can do it. */
  private async rehash(password: string): Promise<string | undefined> {
    try {
      return await this.hasher.hash(password);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  /**
   * The account has changed between the verification and the session: decides as if the sign-in had come after that.
   * @returns whether the password is the same and the account may sign in, such as after a ban that has just ended
   * @throws {Problem} 403
   */
  private async mayRetry(verified: Credentials): Promise<boolean> {
    const now = await this.credentials.findById(verified.user.id);
    if (now?.version !== verified.version) return false;
    assertMaySignIn(now.user);
    return true;
  }

  private rejectCredentials(credentials: Credentials | undefined, { ip, requestId }: RequestMetadata): Error {
    this.logger.warn({ event: 'login_failed', user_id: credentials?.user.id ?? null, ip, request_id: requestId });
    return accountProblems.invalid_credentials(
      this.settings.REGISTRATION_PRIVACY === 'strict' ? { detail: UNVERIFIED_TOO } : {},
    );
  }
}
