import type { RuleViolation } from '#platform';

export const MAX_USERNAME = 50;

// At most 4 marks per letter (UTS #39, section 5.4): more overlap the lines above and below.
const allowedCharacters = /^(?:\p{L}\p{M}{0,4}|[\p{Nd}_.-])+$/u;
const invisible = /\p{Default_Ignorable_Code_Point}/u;
const letterOrDigit = /[\p{L}\p{Nd}]/u;

/** The recommended scripts of UAX #31, table 5. */
const scripts =
  'Latin Greek Cyrillic Armenian Hebrew Arabic Thaana Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada ' +
  'Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic Khmer Hiragana Katakana Bopomofo Han';
/** Scripts that one language combines: Japanese, Chinese with phonetics, Korean (UTS #39, section 5.2). */
const combinedScripts = ['Han Hiragana Katakana', 'Han Bopomofo', 'Han Hangul'];

const singleScriptPatterns = [...scripts.split(' '), ...combinedScripts].map((names) => {
  const letters = names.split(' ').map((name) => `\\p{Script_Extensions=${name}}`);
  return new RegExp(`^[${letters.join('')}\\p{Script=Inherited}0-9_.-]*$`, 'u');
});

export const usernameFaultCodes = [
  'username_too_long',
  'username_invalid_characters',
  'username_mixed_scripts',
] as const;

/** All faults of a username. Users recognize each other by it, so no username may look like another. */
export function usernameFaults(username: string): RuleViolation[] {
  // No further checks: normalizing is quadratic in a run of combining marks.
  if (username.length > 8 * MAX_USERNAME) return [tooLong];

  const text = username.normalize('NFKC');
  const faults: RuleViolation[] = [];
  if ([...text].length > MAX_USERNAME) faults.push(tooLong);
  if (!allowedCharacters.test(text) || invisible.test(text) || !letterOrDigit.test(text))
    faults.push(invalidCharacters);
  // Reported only where all characters are allowed.
  else if (!singleScriptPatterns.some((script) => script.test(text))) faults.push(mixedScripts);
  return faults;
}

const tooLong = { code: 'username_too_long', message: `The username must have at most ${MAX_USERNAME} characters.` };
const invalidCharacters = {
  code: 'username_invalid_characters',
  message: 'The username may have letters, digits and _ . - only, and needs at least one letter or digit.',
};
const mixedScripts = {
  code: 'username_mixed_scripts',
  message: 'The username must have letters of one script only, such as all Latin or all Cyrillic.',
};
