import type { MfaMethod } from '#users';
import type { EntityManager } from 'typeorm';

/** Nest token of the list of the kinds of second factors. */
export const SECOND_FACTORS = Symbol('SECOND_FACTORS');

/** A kind of second factor, with its table. The caller has locked the user's row. */
export interface SecondFactor {
  readonly method: MfaMethod;
  isSet(manager: EntityManager, userId: string): Promise<boolean>;
  removeAll(manager: EntityManager, userId: string): Promise<void>;
}
