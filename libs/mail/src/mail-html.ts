import { type Brand, directionOf } from '#platform';
import type { MailContent } from './mail-content';

/** What the template `mail.hbs` shows. The template escapes it. */
export function htmlContext(content: MailContent, { palette, support }: Brand): object {
  const direction = directionOf(content.language);
  return {
    ...content,
    direction,
    // Mail programs do not know the logical properties of CSS.
    start: direction === 'rtl' ? 'right' : 'left',
    light: palette.light,
    dark: palette.dark,
    supportHref: support?.href,
  };
}
