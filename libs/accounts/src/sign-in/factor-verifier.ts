import { RateLimiter } from '#platform';
import { type Credentials, emailKey, UserCredentialsService } from '#users';
import { Inject, Injectable } from '@nestjs/common';
import type { Login } from './sign-in.dto';
import { type FactorResult, SIGN_IN_FACTORS, type SignInFactor } from './sign-in-factor';

export type Verification = FactorResult & { credentials?: Credentials };

/** Verifies the factors of a sign-in, within the limit of failures per address. */
@Injectable()
export class FactorVerifier {
  constructor(
    private readonly credentials: UserCredentialsService,
    private readonly limiter: RateLimiter,
    @Inject(SIGN_IN_FACTORS) private readonly factors: readonly SignInFactor[],
  ) {}

  /**
   * @returns `verified` where every factor is, else the result of the first that is not
   * @throws {Problem} 429 `too_many_attempts`, 503 `service_unavailable`
   */
  verify(login: Login): Promise<Verification> {
    return this.limiter.attempt(
      'login_failures',
      emailKey(login.email),
      () => this.verifyAll(login),
      ({ outcome }) => outcome !== 'rejected',
    );
  }

  private async verifyAll(login: Login): Promise<Verification> {
    const credentials = await this.credentials.findByEmail(login.email);
    let staleHash = false;
    for (const factor of this.factors) {
      const result = await factor.verify(login, credentials);
      if (result.outcome !== 'verified') return { ...result, credentials };
      staleHash ||= result.staleHash;
    }
    return { outcome: 'verified', staleHash, credentials };
  }
}
