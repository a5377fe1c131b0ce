import type { AuthenticationMethod } from '../tokens/authentication';
import { findStepUp } from './recent-authentication';

const NOW = 1_000_000_000;
const MAX_AGE = 900;
const one: AuthenticationMethod[] = ['pwd'];
const two: AuthenticationMethod[] = ['pwd', 'otp', 'mfa'];

/** @param age seconds */
const stepUp = (age: number, mfaEnrolled: boolean, methods: AuthenticationMethod[]) =>
  findStepUp({ authenticatedAt: NOW - age * 1000, methods, mfaEnrolled }, MAX_AGE, NOW)?.acr_values;

describe('findStepUp', () => {
  it.each([
    [0, false, one, undefined],
    [MAX_AGE, false, one, undefined],
    // Clocks differ by up to a minute.
    [MAX_AGE + 60, false, one, undefined],
    [MAX_AGE + 61, false, one, 'aal1'],
    [-60, false, one, undefined],
    [-61, false, one, 'aal1'],
    [NOW / 1000, false, [], 'aal1'],
    [0, true, one, 'aal2'],
    [0, true, two, undefined],
    [MAX_AGE + 61, true, two, 'aal2'],
    [0, false, two, undefined],
  ])('%d s ago, with a second factor %s, by %j: %s', (age, mfaEnrolled, methods, expected) => {
    expect(stepUp(age, mfaEnrolled, methods)).toBe(expected);
  });

  it('says how long ago it may be', () => {
    expect(findStepUp({ authenticatedAt: 0, methods: one, mfaEnrolled: false }, 60, NOW)).toEqual({
      acr_values: 'aal1',
      max_age: 60,
    });
  });
});
