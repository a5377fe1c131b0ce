import type { AuthenticationMethod } from '#auth';
import type { MfaMethod } from '#users';
import type { EntityManager } from 'typeorm';

/** Nest token of the list of verifiers. */
export const MFA_METHOD_VERIFIERS = Symbol('MFA_METHOD_VERIFIERS');

/** The methods on the wire. A recovery code replaces any factor. */
export const mfaProofMethods = ['totp', 'webauthn', 'recovery_code'] as const satisfies (MfaMethod | 'recovery_code')[];
export type MfaProofMethod = (typeof mfaProofMethods)[number];

export interface MfaProof {
  /** For `totp` and `recovery_code`. */
  code?: string;
  /** For `webauthn`: an `AuthenticationResponseJSON`. */
  assertion?: object;
  /** For `webauthn`: what the assertion must have signed. */
  challenge?: string;
}

/** What the client needs for its proof, and what the assertion will be compared with. */
export interface MfaMethodOptions {
  challenge: string;
  /** Members of the problem document, such as `webauthn_options`. */
  members: Record<string, unknown>;
}

/** Verifies one method of proving a second factor. */
export interface MfaMethodVerifier {
  readonly method: MfaProofMethod;
  /** Whether its proofs have so many random bits that guesses need no limit by account. */
  readonly isUnguessable?: boolean;

  /**
   * The caller has locked the user's row. A proof that is used once is used up, so the transaction must commit.
   * @returns how the user has authenticated, `undefined` where the proof is wrong
   */
  verify(manager: EntityManager, userId: string, proof: MfaProof): Promise<AuthenticationMethod[] | undefined>;

  /** For a method that starts with a challenge of ours. */
  prepare?(manager: EntityManager, userId: string): Promise<MfaMethodOptions>;
}
