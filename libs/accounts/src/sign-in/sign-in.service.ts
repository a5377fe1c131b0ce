import { type RequestMetadata, Problem, Settings } from '#platform';
import { type CreatedSession } from '#sessions';
import { ActivityCounter } from '#statistics';
import { type Credentials, UserCredentialsService } from '#users';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import { SignInChallenges } from '../factors/challenge/sign-in-challenges.service';
import { TrustedDevices } from '../factors/trusted-devices/trusted-devices.service';
import { PasswordHasher } from '../passwords/password-hasher';
import { toDevice } from './device.fields';
import { FactorVerifier } from './factor-verifier';
import { SessionStarter } from './session-starter';
import type { Login } from './sign-in.dto';
import type { ChallengeResult, SignInResult } from './sign-in-factor';
import { assertMaySignIn } from './sign-in.policy';

type Outcome = { outcome: 'session'; created: CreatedSession } | ChallengeResult;

/** With `REGISTRATION_PRIVACY=strict`. */
const UNVERIFIED_TOO =
  'E-mail address and password do not go together, or the address is not verified yet: see the mail with the link.';

@Injectable()
export class SignInService {
  private readonly logger = new Logger('SignIn');

  constructor(
    private readonly database: DataSource,
    private readonly credentials: UserCredentialsService,
    private readonly factors: FactorVerifier,
    private readonly challenges: SignInChallenges,
    private readonly trustedDevices: TrustedDevices,
    private readonly hasher: PasswordHasher,
    private readonly starter: SessionStarter,
    private readonly settings: Settings,
    private readonly activity: ActivityCounter,
  ) {}

  /**
   * Without the right password the answer is always `invalid_credentials`. An unknown address costs the same hash. An
   * account with a second factor gets a challenge after the right password.
   */
  async login(login: Login, metadata: RequestMetadata): Promise<SignInResult> {
    const verification = await this.factors.verify(login, metadata);
    const { credentials } = verification;
    if (verification.outcome === 'rejected' || !credentials) throw this.rejectCredentials(credentials, metadata);
    assertMaySignIn(credentials.user);
    const rehashed = verification.staleHash ? await this.rehash(login.password) : undefined;

    let current = credentials;
    let outcome = await this.proceed(current, { login, rehashed }, metadata);
    if (!outcome) {
      current = await this.reread(credentials, metadata);
      outcome = await this.proceed(current, { login, rehashed }, metadata);
    }
    if (!outcome) throw this.rejectCredentials(credentials, metadata);
    if (outcome.outcome === 'challenge') return outcome;
    return { outcome: 'tokens', signIn: this.starter.answer(current, outcome.created) };
  }

  /** @returns nothing where the credentials, the factors or the account have changed since they were verified */
  private proceed(
    credentials: Credentials,
    { login, rehashed }: { login: Login; rehashed?: string },
    metadata: RequestMetadata,
  ): Promise<Outcome | undefined> {
    const device = toDevice(login);
    return this.database.transaction(async (manager): Promise<Outcome | undefined> => {
      const pushToken = device.push?.token;
      if (!(await this.credentials.lockForSignIn(manager, credentials, { rehashed, pushToken }))) return undefined;
      const hasFactor = credentials.mfaMethods.length > 0;
      if (hasFactor && !(await this.trustedDevices.isTrusted(manager, credentials, login.trusted_device_token)))
        return this.challenges.start(manager, credentials, device);
      // A trusted device is no proof of a second factor, so the session is aal1.
      const details = hasFactor ? { trusted_device: true } : {};
      const signIn = { credentials, device, methods: ['pwd' as const], details };
      return { outcome: 'session', created: await this.starter.start(manager, signIn, metadata) };
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
   * @returns the account as it is now, such as after a ban that has just ended
   * @throws {Problem} 401 `invalid_credentials` where the password is another, 403
   */
  private async reread(verified: Credentials, metadata: RequestMetadata): Promise<Credentials> {
    const now = await this.credentials.findById(verified.user.id);
    if (now?.version !== verified.version) throw this.rejectCredentials(verified, metadata);
    assertMaySignIn(now.user);
    return now;
  }

  private rejectCredentials(credentials: Credentials | undefined, { ip, requestId }: RequestMetadata): Error {
    this.activity.count('sign_in_failures');
    this.logger.warn({ event: 'login_failed', user_id: credentials?.user.id ?? null, ip, request_id: requestId });
    return accountProblems.invalid_credentials(
      this.settings.REGISTRATION_PRIVACY === 'strict' ? { detail: UNVERIFIED_TOO } : {},
    );
  }
}
