import type { ReactNode } from 'react';

/** A table that is wider than a phone scrolls by itself, with the keyboard, too. */
export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
