import { confusables } from './confusables';

const ignorable = /\p{Default_Ignorable_Code_Point}/gu;
/** The dot of i and j is there already. */
const dotOnDottedLetter = /(?<=[ijіј][\u0300-\u036f]*)\u0307/g;

/**
 * Texts that look alike have the same skeleton: `раураӏ` in Cyrillic letters has that of `paypal`. It is for comparison
 * only, never shown. Beyond the standard, a dot above i or j is removed: it is not visible there.
 * @see UTS #39, section 4: internalSkeleton
 */
export function skeleton(text: string): string {
  const table = confusables();
  const letters = withoutInvisibleDots(text).replaceAll(ignorable, '');
  return withoutInvisibleDots([...letters].map((letter) => table.get(letter.codePointAt(0)!) ?? letter).join(''));
}

/** In NFD. */
export const withoutInvisibleDots = (text: string): string => text.normalize('NFD').replaceAll(dotOnDottedLetter, '');
