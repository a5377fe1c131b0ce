/**
 * The key that must be unique of an e-mail address or username: compatibility forms (NFKC) and case are gone, so that
 * `Straße`, `STRASSE` and `ｓｔｒａｓｓｅ` are one. It may be longer than the text. Bound the length of the text before:
 * normalizing is quadratic in the length of a run of accents.
 * @see Unicode Standard, section 3.13, D146: compatibility caseless match
 */
export function fold(text: string): string {
  let key = text;
  let before: string;
  do {
    before = key;
    // Upper case first joins what lower case alone leaves apart: ß and ss, ς and σ.
    key = key.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKC');
  } while (key !== before); // twice for nearly all, since ẞ → ß → ss takes two rounds
  return key;
}
