import { AuditLog } from '#audit';
import type { AuthenticationMethod } from '#auth';
import type { RequestMetadata } from '#platform';
import type { CreatedSession } from '#sessions';
import { ActivityCounter } from '#statistics';
import { type Credentials, UserCredentialsService } from '#users';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SessionStarter } from '../../sign-in/session-starter';
import { assertMaySignIn } from '../../sign-in/sign-in.policy';
import { factorProblems } from '../factors.errors';
import { MfaAttempts } from '../mfa-attempts';
import { MFA_METHOD_VERIFIERS, type MfaMethodVerifier } from '../mfa-method-verifier';
import { TrustedDevices } from '../trusted-devices/trusted-devices.service';
import type { MfaLogin, MfaSignInResultDto } from './mfa-sign-in.dto';
import type { SignInChallenge } from './sign-in-challenge.entity';
import { SignInChallengesRepository } from './sign-in-challenges.repository';

interface StartedSession {
  outcome: 'session';
  credentials: Credentials;
  created: CreatedSession;
  trustedDeviceToken?: string;
}

type Outcome = StartedSession | { outcome: 'wrong'; attemptsLeft: number };

/** The second step of a sign-in. */
@Injectable()
export class MfaSignInService {
  private readonly logger = new Logger('MfaSignIn');

  constructor(
    private readonly database: DataSource,
    private readonly challenges: SignInChallengesRepository,
    private readonly credentials: UserCredentialsService,
    private readonly attempts: MfaAttempts,
    private readonly trustedDevices: TrustedDevices,
    private readonly starter: SessionStarter,
    private readonly audit: AuditLog,
    private readonly activity: ActivityCounter,
    @Inject(MFA_METHOD_VERIFIERS) private readonly verifiers: readonly MfaMethodVerifier[],
  ) {}

  /** @throws {Problem} 401 `invalid_code`, `mfa_token_expired`, 403 as a login, 429 `too_many_attempts` */
  async signIn(login: MfaLogin, metadata: RequestMetadata): Promise<MfaSignInResultDto> {
    const challenge = await this.challenges.findOpen(login.mfa_token);
    if (!challenge) throw factorProblems.mfa_token_expired();
    const outcome = await this.attempts.attemptWith(
      this.verifierOf(login),
      challenge.userId,
      () => this.attempt(challenge, login, metadata),
      (result) => result.outcome === 'session',
    );
    if (outcome.outcome === 'wrong') {
      await this.recordFailure(challenge, login, metadata);
      throw factorProblems.invalid_code({ members: { attempts_left: outcome.attemptsLeft } });
    }
    const answer = this.starter.answer(outcome.credentials, outcome.created);
    return outcome.trustedDeviceToken ? { ...answer, trusted_device_token: outcome.trustedDeviceToken } : answer;
  }

  private async attempt(challenge: SignInChallenge, login: MfaLogin, metadata: RequestMetadata): Promise<Outcome> {
    const attemptsLeft = await this.challenges.countAttempt(challenge);
    if (attemptsLeft === undefined) throw factorProblems.mfa_token_expired();
    const credentials = await this.findCredentials(challenge);
    const started = await this.database.transaction(async (manager) => {
      const pushToken = this.challenges.deviceOf(challenge).push?.token;
      // Changed since it was read: ask the account again, which throws the reason if there is one.
      if (!(await this.credentials.lockForSignIn(manager, credentials, { pushToken }))) return 'changed';
      const methods = await this.verify(manager, challenge, login);
      if (!methods) return 'wrong';
      if (!(await this.challenges.consume(manager, challenge))) throw factorProblems.mfa_token_expired();
      return this.start(manager, { challenge, credentials, login, methods }, metadata);
    });
    if (started === 'wrong') return { outcome: 'wrong', attemptsLeft };
    if (started !== 'changed') return { outcome: 'session', credentials, ...started };
    await this.findCredentials(challenge);
    throw factorProblems.mfa_token_expired();
  }

  /** @throws {Problem} 401 `mfa_token_expired` where the credentials have changed since the password was verified, 403 */
  private async findCredentials({ userId, credentialVersion }: SignInChallenge): Promise<Credentials> {
    const credentials = await this.credentials.findById(userId);
    if (credentials?.version !== credentialVersion) throw factorProblems.mfa_token_expired();
    assertMaySignIn(credentials.user);
    return credentials;
  }

  private async verify(
    manager: EntityManager,
    { userId, webauthnChallenge }: SignInChallenge,
    login: MfaLogin,
  ): Promise<AuthenticationMethod[] | undefined> {
    const { code, assertion } = login;
    return this.verifierOf(login)?.verify(manager, userId, {
      code: code ?? undefined,
      assertion: assertion ?? undefined,
      challenge: webauthnChallenge ?? undefined,
    });
  }

  private verifierOf({ method }: MfaLogin): MfaMethodVerifier | undefined {
    return this.verifiers.find((verifier) => verifier.method === method);
  }

  private async start(
    manager: EntityManager,
    proved: {
      challenge: SignInChallenge;
      credentials: Credentials;
      login: MfaLogin;
      methods: readonly AuthenticationMethod[];
    },
    metadata: RequestMetadata,
  ): Promise<{ created: CreatedSession; trustedDeviceToken?: string }> {
    const { challenge, credentials, login } = proved;
    const device = this.challenges.deviceOf(challenge);
    const trustedDeviceToken = login.trust_device
      ? await this.trustedDevices.trust(manager, credentials, device, metadata)
      : undefined;
    const methods = ['pwd' as const, ...proved.methods];
    const signIn = { credentials, device, methods, details: { second_factor: login.method } };
    return { created: await this.starter.start(manager, signIn, metadata), trustedDeviceToken };
  }

  private async recordFailure(
    { userId }: SignInChallenge,
    { method }: MfaLogin,
    metadata: RequestMetadata,
  ): Promise<void> {
    const { ip, requestId } = metadata;
    this.activity.count('sign_in_failures');
    this.logger.warn({ event: 'mfa_failed', user_id: userId, method, ip, request_id: requestId });
    await this.database.transaction((manager) =>
      this.audit.record(manager, { action: 'mfa.failed', subjectId: userId, details: { method }, metadata }),
    );
  }
}
