import type { RuleViolation } from '#platform';

export const MAX_USERNAME = 50;

// At most 4 marks on a letter (UTS #39, section 5.4): more is drawn over the lines above and below.
const allowed = /^(?:\p{L}\p{M}{0,4}|[\p{Nd}_.-])+$/u;
const invisible = /\p{Default_Ignorable_Code_Point}/u;
const letterOrDigit = /[\p{L}\p{Nd}]/u;

/** Scripts in everyday use, UAX #31 table 5. */
const scripts =
  'Latin Greek Cyrillic Armenian Hebrew Arabic Thaana Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada ' +
  'Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic Khmer Hiragana Katakana Bopomofo Han';
/** Those that one language writes together: Japanese, Chinese with its phonetics, Korean (UTS #39, section 5.2). */
const together = ['Han Hiragana Katakana', 'Han Bopomofo', 'Han Hangul'];

const oneScript = [...scripts.split(' '), ...together].map((names) => {
  const letters = names.split(' ').map((name) => `\\p{Script_Extensions=${name}}`);
  return new RegExp(`^[${letters.join('')}\\p{Script=Inherited}0-9_.-]*$`, 'u');
});

export const usernameFaultCodes = [
  'username_too_long',
  'username_invalid_characters',
  'username_mixed_scripts',
] as const;

/** All that is wrong with a username: it is what others know a person by, so none may pass for another. */
export function usernameFaults(username: string): RuleViolation[] {
  // Judged no further: normalizing is quadratic in the length of a run of accents.
  if (username.length > 8 * MAX_USERNAME) return [tooLong];

  const text = username.normalize('NFKC');
  const faults: RuleViolation[] = [];
  if ([...text].length > MAX_USERNAME) faults.push(tooLong);
  if (!allowed.test(text) || invisible.test(text) || !letterOrDigit.test(text)) faults.push(invalidCharacters);
  // Of use only to who has the right characters.
  else if (!oneScript.some((script) => script.test(text))) faults.push(mixedScripts);
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
