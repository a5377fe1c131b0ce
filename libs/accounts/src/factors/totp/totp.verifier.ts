import { databaseClock } from '#platform';
import type { AuthenticationMethod } from '#auth';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MfaMethodVerifier, MfaProof } from '../mfa-method-verifier';
import { stepOfCode } from './totp';
import { TotpRepository } from './totp.repository';

@Injectable()
export class TotpVerifier implements MfaMethodVerifier {
  readonly method = 'totp';

  constructor(private readonly secrets: TotpRepository) {}

  /** @see RFC 6238 §5.2: a code is accepted once */
  async verify(
    manager: EntityManager,
    userId: string,
    { code }: MfaProof,
  ): Promise<AuthenticationMethod[] | undefined> {
    const secret = await this.secrets.find(userId, manager);
    if (!secret?.confirmedAt || !code) return undefined;
    const step = stepOfCode(this.secrets.open(secret), code, databaseClock.now());
    if (step === undefined || !(await this.secrets.useStep(manager, userId, step))) return undefined;
    return ['otp'];
  }
}
