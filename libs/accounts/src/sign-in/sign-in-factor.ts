import type { Problem } from '#platform';
import type { Credentials } from '#users';
import type { SignInResultDto } from '../accounts.dto';
import type { Login } from './sign-in.dto';

/** Nest token of the factors, in the order in which they are verified. */
export const SIGN_IN_FACTORS = Symbol('SIGN_IN_FACTORS');

/** Something that proves who signs in, such as a password. */
export interface SignInFactor {
  /** @param credentials of the account that the login names; an unknown account must cost as much as a wrong proof */
  verify(login: Login, credentials: Credentials | undefined): Promise<FactorResult>;
}

export type FactorResult =
  /** `staleHash`: the password's hash is of an old scheme or cost. */
  { outcome: 'verified'; staleHash: boolean } | { outcome: 'rejected' };

/** The client must prove a second factor before it gets tokens; the problem says how. */
export interface ChallengeResult {
  outcome: 'challenge';
  problem: Problem;
}

export type SignInResult = { outcome: 'tokens'; signIn: SignInResultDto } | ChallengeResult;
