import { type RequestMetadata, siteNetwork } from '#platform';
import { type Credentials, UserCredentialsService } from '#users';
import { Inject, Injectable } from '@nestjs/common';
import { KnownDeviceTokens } from './known-device-tokens';
import type { Login } from './sign-in.dto';
import { type FactorResult, SIGN_IN_FACTORS, type SignInFactor } from './sign-in-factor';
import { SignInThrottle } from './sign-in-throttle.service';

export type Verification = FactorResult & { credentials?: Credentials };

/** Verifies the factors of a sign-in, within the limits of wrong passwords. */
@Injectable()
export class FactorVerifier {
  constructor(
    private readonly credentials: UserCredentialsService,
    private readonly throttle: SignInThrottle,
    private readonly devices: KnownDeviceTokens,
    @Inject(SIGN_IN_FACTORS) private readonly factors: readonly SignInFactor[],
  ) {}

  /**
   * @returns `verified` where every factor is, else the result of the first that is not
   * @throws {Problem} 429 `too_many_attempts`, 503 `service_unavailable`
   */
  async verify(login: Login, { ip }: RequestMetadata): Promise<Verification> {
    const sessionId = this.devices.verify(login.known_device_token ?? '');
    const credentials = await this.credentials.findByEmail(login.email, { sessionId, network: siteNetwork(ip) });
    return this.throttle.attemptSignIn(
      login,
      { ip, sessionId },
      credentials,
      () => this.verifyAll(login, credentials),
      ({ outcome }) => outcome !== 'rejected',
    );
  }

  private async verifyAll(login: Login, credentials: Credentials | undefined): Promise<Verification> {
    let staleHash = false;
    for (const factor of this.factors) {
      const result = await factor.verify(login, credentials);
      if (result.outcome !== 'verified') return { ...result, credentials };
      staleHash ||= result.staleHash;
    }
    return { outcome: 'verified', staleHash, credentials };
  }
}
