import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { problems } from '../http/problem';
import { msg } from '../i18n/message';
import { IntegerField } from '../validation/integer-field';
import { TextField } from '../validation/text-field';
import type { CursorPart } from './cursor-parts';

export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** Numbers in a query are text; what is no number stays as it is, and is refused by the rules. */
const asNumber = ({ value }: { value: unknown }) =>
  typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;

/** `?limit=&cursor=` */
export class PageQuery {
  @Transform(asNumber)
  @IntegerField({
    optional: true,
    min: 1,
    max: MAX_LIMIT,
    description: `Page size; the default is ${DEFAULT_LIMIT}.`,
    example: DEFAULT_LIMIT,
  })
  limit?: number;

  @TextField({ optional: true, max: 2000, description: '`next_cursor` of the previous page.', example: undefined })
  cursor?: string;
}

/** A keyset page. */
export interface Page<Item> {
  items: Item[];
  /** Ask with it for what follows; `null` where this is the end. */
  next_cursor: string | null;
}

/** The page as a class, for the OpenAPI document. */
export function PageDto<Item>(item: Type<Item>): Type<Page<Item>> {
  class PageOf implements Page<Item> {
    @ApiProperty({ type: [item] }) items: Item[];
    @ApiProperty({ type: String, nullable: true, description: 'For the next page; `null` at the end.', example: null })
    next_cursor: string | null;
  }
  Object.defineProperty(PageOf, 'name', { value: `${item.name.replace(/Dto$/, '')}Page` });
  return PageOf;
}

/**
 * @param rows one more than `limit` were asked for, so that the last page is known
 * @param keyOf the sort key of a row
 */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number | undefined,
  keyOf: (row: Row) => string[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const size = limit ?? DEFAULT_LIMIT;
  const last = rows.length > size ? rows[size - 1] : undefined;
  return {
    items: rows.slice(0, size).map(toItem),
    next_cursor: last === undefined ? null : Buffer.from(JSON.stringify(keyOf(last))).toString('base64url'),
  };
}

/**
 * @param parts what each part of the key is
 * @throws {Problem} 400 where it is none of ours
 */
export function parseCursor(cursor: string | undefined, parts: CursorPart[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  const sent = decoded(cursor);
  const key =
    Array.isArray(sent) && sent.length === parts.length ? parts.map((read, i) => parsePart(read, sent[i])) : [];
  if (key.length > 0 && key.every((part) => part !== undefined)) return key;
  throw problems.validation_failed({
    errors: [{ field: 'cursor', code: 'invalid_cursor', message: msg('faults.invalid_cursor') }],
  });
}

const parsePart = (read: CursorPart, part: unknown) => (typeof part === 'string' ? read(part) : undefined);

/** `Buffer.from` leaves out what is no base64url. */
function decoded(cursor: string): unknown {
  try {
    return /^[\w-]+$/.test(cursor) ? JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) : undefined;
  } catch {
    return undefined;
  }
}
