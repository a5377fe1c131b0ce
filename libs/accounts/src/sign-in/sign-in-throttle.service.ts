import { Metrics, RateLimiter, Settings, siteNetwork } from '#platform';
import type { Credentials, SignInCredentials } from '#users';
import { Injectable } from '@nestjs/common';
import { accountProblems } from '../accounts.errors';
import { ChallengeProvider } from '../challenges/challenge-provider';
import { type SignInSource, windowsOf } from './sign-in-throttle.policy';

/** Limits wrong passwords, so that they can't be guessed and a stranger can't lock the owner of an account out. */
@Injectable()
export class SignInThrottle {
  private readonly failures;
  private readonly refusals;

  constructor(
    private readonly limiter: RateLimiter,
    private readonly settings: Settings,
    private readonly challenges: ChallengeProvider,
    metrics: Metrics,
  ) {
    this.failures = metrics.counter('sign_in_failures_total', 'Wrong passwords, by where they came from.', ['source']);
    this.refusals = metrics.counter('sign_in_throttled_total', 'Sign-ins refused for wrong passwords before them.', [
      'source',
    ]);
  }

  /** Of a sign-in. @throws {Problem} 403 `challenge_required`, 429 `too_many_attempts` */
  async attemptSignIn<T>(
    { email, challenge_response }: { email: string; challenge_response?: string | null },
    origin: { ip: string; sessionId?: string },
    credentials: SignInCredentials | undefined,
    check: () => Promise<T>,
    isSuccess: (found: T) => boolean,
  ): Promise<T> {
    const source = sourceOf(email, origin, credentials);
    if (source.kind === 'stranger') await this.requireChallenge(source, challenge_response, origin.ip);
    return this.attempt(source, check, isSuccess);
  }

  /** Where half of the wrong passwords without a wait are used up. */
  private async requireChallenge(source: SignInSource, response: string | null | undefined, ip: string): Promise<void> {
    if (!this.challenges.isEnabled || !(await this.isHalfUsed(source))) return;
    if (response && (await this.challenges.verify(response, ip))) return;
    throw accountProblems.challenge_required({ members: { challenge: await this.challenges.create() } });
  }

  private async isHalfUsed(source: SignInSource): Promise<boolean> {
    for (const window of windowsOf(source, this.settings)) {
      const { limit, free = limit } = window.policy;
      if ((await this.limiter.countWithin(window)) >= free / 2) return true;
    }
    return false;
  }

  /** Of a request of a signed-in user. */
  attemptOfSession<T>(
    { user, version }: Credentials,
    { sessionId, ip }: { sessionId: string; ip: string },
    check: () => Promise<T>,
    isSuccess: (found: T) => boolean,
  ): Promise<T> {
    return this.attempt(
      { kind: 'session', account: { userId: user.id, version }, sessionId, network: siteNetwork(ip) },
      check,
      isSuccess,
    );
  }

  /** After a new password: what strangers have tried before is no reason to keep its owner out. */
  async resetAfterNewPassword(email: string): Promise<void> {
    const [strangers] = windowsOf({ kind: 'stranger', email, network: '' }, this.settings);
    await this.limiter.resetWindow(strangers!);
  }

  private async attempt<T>(
    source: SignInSource,
    check: () => Promise<T>,
    isSuccess: (found: T) => boolean,
  ): Promise<T> {
    let isChecked = false;
    try {
      return await this.limiter.attemptWithin(
        windowsOf(source, this.settings),
        () => ((isChecked = true), check()),
        (found) => {
          const success = isSuccess(found);
          if (!success) this.failures.inc({ source: source.kind });
          return success;
        },
      );
    } catch (error) {
      if (!isChecked) this.refusals.inc({ source: source.kind });
      throw error;
    }
  }
}

function sourceOf(
  email: string,
  { ip, sessionId }: { ip: string; sessionId?: string },
  credentials: SignInCredentials | undefined,
): SignInSource {
  const network = siteNetwork(ip);
  if (credentials) {
    const account = { userId: credentials.user.id, version: credentials.version };
    if (credentials.isKnownDevice && sessionId) return { kind: 'known_device', account, id: sessionId };
    if (credentials.isKnownNetwork) return { kind: 'known_network', account, id: network };
  }
  return { kind: 'stranger', email, network };
}
