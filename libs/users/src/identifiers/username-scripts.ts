/** The recommended scripts of UAX #31, table 5. */
const scripts =
  'Latin Greek Cyrillic Armenian Hebrew Arabic Thaana Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada ' +
  'Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic Khmer';
/** Scripts that Japanese, Chinese with phonetics and Korean combine. Latin is common in all three. */
const combinedScripts = ['Latin Han Hiragana Katakana', 'Latin Han Bopomofo', 'Latin Han Hangul'];

const patterns = [...scripts.split(' '), ...combinedScripts].map((names) => {
  const letters = names.split(' ').map((name) => `\\p{Script_Extensions=${name}}`);
  return new RegExp(`^[${letters.join('')}]*$`, 'u');
});
/** Digits, punctuation, and marks of no script. */
const anyScript = /[\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]/gu;

/**
 * Whether letters of other scripts are mixed in, or one that is no longer in use.
 * @see UTS #39, section 5.2: "Highly Restrictive"
 */
export function hasMixedScripts(text: string): boolean {
  const letters = text.replaceAll(anyScript, '');
  return !patterns.some((pattern) => pattern.test(letters));
}
