import { type RuleViolation, msg } from '#platform';
import { hasMixedScripts } from './username-scripts';

export const MAX_USERNAME = 50;
/** Normalizing is quadratic in a run of combining marks. */
const MAX_UNNORMALIZED = 8 * MAX_USERNAME;

// At most 4 marks per letter (UTS #39, section 5.4): more overlap the lines above and below. Marks of no script are musical ones.
const allowedCharacters = /^(?:\p{L}(?:(?!\p{Script_Extensions=Common})\p{M}){0,4}|[\p{Nd}_.-])+$/u;
const invisible = /\p{Default_Ignorable_Code_Point}/u;
const letterOrDigit = /[\p{L}\p{Nd}]/u;

/** What applies to a username that a user has already, too. */
export const keptUsernameFaultCodes = ['username_too_long', 'username_invalid_characters'] as const;
export const usernameFaultCodes = [...keptUsernameFaultCodes, 'username_mixed_scripts'] as const;

/** All faults of a new username. Users recognize each other by it, so no username may look like another. */
export function usernameFaults(username: string): RuleViolation[] {
  const faults = keptUsernameFaults(username);
  // Reported only where all characters are allowed.
  if (faults.includes(invalidCharacters) || username.length > MAX_UNNORMALIZED) return faults;
  return hasMixedScripts(username.normalize('NFKC')) ? [...faults, mixedScripts] : faults;
}

export function keptUsernameFaults(username: string): RuleViolation[] {
  if (username.length > MAX_UNNORMALIZED) return [tooLong];

  const text = username.normalize('NFKC');
  const faults: RuleViolation[] = [];
  if ([...text].length > MAX_USERNAME) faults.push(tooLong);
  if (!allowedCharacters.test(text) || invisible.test(text) || !letterOrDigit.test(text))
    faults.push(invalidCharacters);
  return faults;
}

const tooLong = { code: 'username_too_long', message: msg('faults.username_too_long', { max: MAX_USERNAME }) };
const invalidCharacters = {
  code: 'username_invalid_characters',
  message: msg('faults.username_invalid_characters'),
};
export const mixedScripts = {
  code: 'username_mixed_scripts',
  message: msg('faults.username_mixed_scripts'),
};
