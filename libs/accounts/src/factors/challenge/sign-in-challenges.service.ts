import type { Device } from '#sessions';
import type { Credentials } from '#users';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ChallengeResult } from '../../sign-in/sign-in-factor';
import { factorProblems } from '../factors.errors';
import { MFA_METHOD_VERIFIERS, type MfaMethodVerifier, type MfaProofMethod } from '../mfa-method-verifier';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.service';
import { SIGN_IN_CHALLENGE_TTL } from './sign-in-challenge.entity';
import { SignInChallengesRepository } from './sign-in-challenges.repository';

/** Asks for the second factor after the right password. */
@Injectable()
export class SignInChallenges {
  constructor(
    private readonly challenges: SignInChallengesRepository,
    private readonly recoveryCodes: RecoveryCodes,
    @Inject(MFA_METHOD_VERIFIERS) private readonly verifiers: readonly MfaMethodVerifier[],
  ) {}

  /** The caller has locked the user's row. */
  async start(manager: EntityManager, credentials: Credentials, device: Device): Promise<ChallengeResult> {
    const methods = await this.methodsOf(manager, credentials);
    const options = await this.prepare(manager, credentials.user.id, methods);
    const webauthnChallenge = options?.challenge;
    const token = await this.challenges.insert(manager, credentials, { device, webauthnChallenge });
    const members = { mfa_token: token, methods, expires_in: SIGN_IN_CHALLENGE_TTL, ...options?.members };
    return { outcome: 'challenge', problem: factorProblems.mfa_required({ members }) };
  }

  private async methodsOf(manager: EntityManager, { user, mfaMethods }: Credentials): Promise<MfaProofMethod[]> {
    const hasCodes = (await this.recoveryCodes.count(user.id, manager)) > 0;
    return hasCodes ? [...mfaMethods, 'recovery_code'] : mfaMethods;
  }

  private async prepare(manager: EntityManager, userId: string, methods: readonly MfaProofMethod[]) {
    const verifier = this.verifiers.find(({ method, prepare }) => prepare && methods.includes(method));
    return verifier?.prepare?.(manager, userId);
  }
}
