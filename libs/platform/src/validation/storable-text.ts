import type { FieldFault } from '../http/problem';
import { msg } from '../i18n/message';

/** U+0000, and half of a surrogate pair: no text for PostgreSQL, whose encoding is UTF-8. */
const unstorable = /[\0\p{Cs}]/u;

/** Whether PostgreSQL can hold it, as `text` and in `jsonb`. */
export const isStorableText = (text: string): boolean => !unstorable.test(text);

/** Each text and each key in a value that PostgreSQL can't hold, wherever it stands; a key is a fault of its object. */
export function findUnstorableText(value: unknown, field = ''): FieldFault[] {
  const faults: FieldFault[] = [];
  // No recursion: what comes over a socket may be nested deeper than the stack.
  const left: [value: unknown, field: string][] = [[value, field]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [item, path] = next;
    if (typeof item === 'string' && !isStorableText(item)) faults.push(invalidCharactersError(path));
    if (typeof item !== 'object' || item === null) continue;
    const entries = Object.entries(item);
    if (entries.some(([key]) => !isStorableText(key))) faults.push(invalidCharactersError(path));
    for (const [key, inner] of entries.reverse())
      if (isStorableText(key)) left.push([inner, path === '' ? key : `${path}.${key}`]);
  }
  return faults;
}

export const invalidCharactersError = (field: string): FieldFault => ({
  field,
  code: 'invalid_characters',
  message: msg('faults.invalid_characters.unstorable'),
});
