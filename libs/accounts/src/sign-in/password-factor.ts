import { Settings } from '#platform';
import type { Credentials } from '#users';
import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../passwords/password-hasher';
import type { FactorResult, SignInFactor } from './sign-in-factor';
import type { Login } from './sign-in.dto';

@Injectable()
export class PasswordFactor implements SignInFactor {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly settings: Settings,
  ) {}

  async verify({ password }: Login, credentials: Credentials | undefined): Promise<FactorResult> {
    const { ok, stale } = await this.hasher.verify(password, credentials?.passwordHash);
    return ok && !this.isHidden(credentials) ? { outcome: 'verified', staleHash: stale } : { outcome: 'rejected' };
  }

  /**
   * Whether the answer to the right password would disclose that the account is there: who has just registered with an
   * address that is not theirs knows the password.
   */
  private isHidden(credentials: Credentials | undefined): boolean {
    return this.settings.REGISTRATION_PRIVACY === 'strict' && credentials?.user.emailVerified === false;
  }
}
