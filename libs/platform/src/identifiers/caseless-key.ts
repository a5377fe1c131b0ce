/**
 * Compares texts regardless of case and compatibility forms: `Straße`, `STRASSE` and `ｓｔｒａｓｓｅ` have the same key. The
 * key may be longer than the text. Limit the length of the text first: normalizing is quadratic in a run of combining marks.
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
 * Unicode's full case folding, built from the functions of JavaScript. `toLowerCase` alone keeps ß and ss, ſ and s apart, and
 * maps a final σ to ς. The dotless ı, whose upper case is I, folds to itself.
 */
function foldCase(text: string): string {
  return text
    .split('ı')
    .map((part) => part.toUpperCase().toLowerCase().replaceAll('ς', 'σ'))
    .join('ı');
}
