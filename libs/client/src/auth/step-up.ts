import type { CollabSphereError } from '../errors.js';
import type { StepUp } from '../http/api.js';

export interface StepUpChallenge {
  /** `aal2`: with a second factor, if the session has not proved one before. */
  level: 'aal1' | 'aal2' | (string & Record<never, never>);
  /** How long ago the proof may be, in seconds. */
  maxAge: number | undefined;
  error: CollabSphereError;
}

/**
 * Asks the user for a proof, calls `client.auth.reauthenticate`, and resolves. The refused call is then repeated once. With
 * `false`, or a rejection, the call fails.
 */
export type StepUpHandler = (challenge: StepUpChallenge) => Promise<unknown>;

/** Calls that are refused at the same time ask the user once. */
export function stepUpBy(handler: () => StepUpHandler | undefined): StepUp {
  let asking: Promise<unknown> | undefined;
  return async (error) => {
    const ask = handler();
    if (!ask) throw error;
    const { acr_values = 'aal1', max_age } = error.problem ?? {};
    asking ??= ask({ level: acr_values, maxAge: max_age, error }).finally(() => (asking = undefined));
    if ((await asking) === false) throw error;
  };
}
