import type { Credentials } from '#users';
import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../passwords/password-hasher';
import type { FactorResult, SignInFactor } from './sign-in-factor';
import type { Login } from './sign-in.dto';

@Injectable()
export class PasswordFactor implements SignInFactor {
  constructor(private readonly hasher: PasswordHasher) {}

  async verify({ password }: Login, credentials: Credentials | undefined): Promise<FactorResult> {
    const { ok, stale } = await this.hasher.verify(password, credentials?.passwordHash);
    return ok ? { outcome: 'verified', staleHash: stale } : { outcome: 'rejected' };
  }
}
