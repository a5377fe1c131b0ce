import { useState } from 'react';

/** Beside the name, which is always shown. */
export const columnIds = ['email', 'role', 'state', 'factors', 'last_seen', 'joined'] as const;
export type ColumnId = (typeof columnIds)[number];

const STORED = 'collabsphere-user-columns';
const byDefault: ColumnId[] = ['email', 'role', 'state', 'last_seen', 'joined'];

export interface Columns {
  shown: ColumnId[];
  toggle(id: ColumnId): void;
}

/** Which columns the person wants to see; kept in this browser. */
export function useColumns(): Columns {
  const [shown, setShown] = useState(read);
  return {
    shown,
    toggle(id) {
      const next = columnIds.filter((one) => (one === id ? !shown.includes(one) : shown.includes(one)));
      setShown(next);
      try {
        localStorage.setItem(STORED, next.join());
      } catch {
        // Storage may be blocked: the choice lasts for as long as the page is open.
      }
    },
  };
}

function read(): ColumnId[] {
  try {
    const stored = localStorage.getItem(STORED)?.split(',');
    return stored ? columnIds.filter((id) => stored.includes(id)) : byDefault;
  } catch {
    return byDefault;
  }
}
