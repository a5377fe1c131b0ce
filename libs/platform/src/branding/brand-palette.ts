import { contrast, lightened, mix, WHITE } from './color';

/** The grounds of pages, of cards in them, and of mails. */
export const grounds = {
  light: { page: '#f3f4f8', card: WHITE, text: '#1c2030' },
  dark: { page: '#12141c', card: '#1c1f2b', text: '#eceef6' },
} as const;

/** What normal text needs. @see WCAG 2.2 success criterion 1.4.3 */
export const MIN_CONTRAST = 4.5;
/** Links in mails have no other mark than the colour in some programs; a margin. */
const DARK_CONTRAST = 7;

export interface Accent {
  /** Buttons, links, the mark. */
  accent: string;
  /** While the pointer is over it. */
  strong: string;
  /** Text on a button. */
  onAccent: string;
}

/** The accent as it is on light grounds, and the lighter one for dark grounds. */
export function paletteOf(brandColor: string): Record<'light' | 'dark', Accent> {
  const dark = lightened(brandColor, grounds.dark.card, DARK_CONTRAST);
  return {
    light: { accent: brandColor, strong: mix(brandColor, '#000000', 0.2), onAccent: WHITE },
    dark: { accent: dark, strong: mix(dark, WHITE, 0.35), onAccent: grounds.dark.page },
  };
}

/** Links stand on the page's ground too, which is darker than white. */
export const hasEnoughContrast = (brandColor: string): boolean =>
  contrast(brandColor, grounds.light.page) >= MIN_CONTRAST;
