/**
 * A text without its case and compatibility forms: `Straße`, `STRASSE` and `ｓｔｒａｓｓｅ` become one. It may be longer than
 * the text. Bound the length of the text before: normalizing is quadratic in the length of a run of accents.
 * @see Unicode Standard, section 3.13, D146: compatibility caseless match
 */
export function caselessKey(text: string): string {
  let key = text;
  let before: string;
  do {
    before = key;
    key = foldCase(key.normalize('NFKD')).normalize('NFKC');
  } while (key !== before); // twice for nearly all, since ẞ → ß → ss takes two rounds
  return key;
}

/**
 * Unicode's full case folding, out of what JavaScript has. `toLowerCase` alone leaves apart what upper case joins (ß and
 * ss, ſ and s), and writes a last σ as ς; the dotless ı, whose upper case is I, folds to itself.
 */
function foldCase(text: string): string {
  return text
    .split('ı')
    .map((part) => part.toUpperCase().toLowerCase().replaceAll('ς', 'σ'))
    .join('ı');
}
