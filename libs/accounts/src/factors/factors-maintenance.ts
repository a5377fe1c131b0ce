import { Maintenance } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SignInChallengesRepository } from './challenge/sign-in-challenges.repository';
import { PasskeyChallenges } from './passkeys/passkey-challenges.service';
import { TotpRepository } from './totp/totp.repository';
import { TrustedDevices } from './trusted-devices/trusted-devices.service';

const HOUR_MS = 3_600_000;

@Injectable()
export class FactorsMaintenance implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly challenges: SignInChallengesRepository,
    private readonly totp: TotpRepository,
    private readonly trustedDevices: TrustedDevices,
    private readonly passkeyChallenges: PasskeyChallenges,
  ) {}

  onModuleInit(): void {
    const register = (name: string, run: () => Promise<number>) =>
      this.maintenance.register({ name, intervalMs: HOUR_MS, run });
    register('expired sign-in challenges', () => this.challenges.purge());
    register('expired passkey challenges', () => this.passkeyChallenges.purge());
    register('unconfirmed authenticator apps', () => this.totp.purge());
    register('expired trusted devices', () => this.trustedDevices.purge());
  }
}
