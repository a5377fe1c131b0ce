import { type CursorPart, cursorParts } from '#platform';

interface UserSort {
  /** An indexed expression. Rows are then sorted by id, so that the order is total. */
  expression: string;
  type: 'timestamptz' | 'text';
  descending: boolean;
  part: CursorPart;
}

const columns = {
  date_joined: { expression: '"user".date_joined', type: 'timestamptz', part: cursorParts.time },
  last_seen: { expression: `coalesce("user".last_seen, '-infinity')`, type: 'timestamptz', part: cursorParts.time },
  username: { expression: '"user".username_key', type: 'text', part: cursorParts.text },
  email: { expression: '"user".email_key', type: 'text', part: cursorParts.text },
  // The key may be longer than an index takes.
  full_name: { expression: 'left("user".full_name_key, 100)', type: 'text', part: cursorParts.text },
} as const;

/** The supported sort orders. Each has an index. */
export const userSorts: Record<string, UserSort> = Object.fromEntries(
  Object.entries(columns).flatMap(([name, column]) => [
    [name, { ...column, descending: false }],
    [`-${name}`, { ...column, descending: true }],
  ]),
);

export const DEFAULT_SORT = '-date_joined';
