import { isStorableText } from '../validation/storable-text';
import { parseTime } from '../validation/date-time';

/** One part of a cursor as PostgreSQL reads it; nothing where it can't be read. */
export type CursorPart = (text: string) => string | undefined;

const integerOf =
  (bits: number): CursorPart =>
  (text) =>
    /^-?\d{1,19}$/.test(text) && BigInt.asIntN(bits, BigInt(text)) === BigInt(text) ? text : undefined;

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Kinds of a cursor's parts. */
export const cursorParts = {
  integer: integerOf(32),
  bigint: integerOf(64),
  id: (text: string) => (UUID.test(text) ? text : undefined),
  text: (text: string) => (isStorableText(text) ? text : undefined),
  /** RFC 3339, or as PostgreSQL writes it; who was never seen is at `-infinity`. */
  time: (text: string) =>
    text === '-infinity'
      ? text
      : parseTime(
          text
            .replace(' ', 'T')
            .replace(/([+-]\d\d)(?::?(\d\d))?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`),
        )?.toISOString(),
} satisfies Record<string, CursorPart>;
