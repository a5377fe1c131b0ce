// Django's validators are defined by what Python takes for white space, digits and words.

const whiteSpace = '[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const surroundingWhiteSpace = new RegExp(`^${whiteSpace}+|${whiteSpace}+$`, 'g');

/** Decimal digits of all scripts, and digits that are no decimals: ² and ① (Unicode's Numeric_Type=Digit). */
const digits =
  /^[\p{Nd}\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]+$/u;

const nonWord = /[^\p{L}\p{N}_]+/u;

/** `str.strip()` */
export const strip = (text: string): string => text.replaceAll(surroundingWhiteSpace, '');

/** `str.isdigit()` */
export const isDigits = (text: string): boolean => digits.test(text);

/** `re.split(r'\W+', text)` */
export const words = (text: string): string[] => text.split(nonWord);
