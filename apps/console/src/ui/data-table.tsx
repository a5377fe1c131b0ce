import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useT } from '../i18n/i18n-provider';

export interface Column<T> {
  id: string;
  header: string;
  /** A track of CSS grid, such as `minmax(12rem, 2fr)`. */
  width: string;
  cell: (item: T) => ReactNode;
  /** Only where there is room. */
  wide?: boolean;
}

export interface Selection {
  selected: ReadonlySet<string>;
  set(ids: ReadonlySet<string>): void;
  label: (id: string) => string;
}

interface Props<T> {
  label: string;
  items: T[];
  idOf: (item: T) => string;
  columns: Column<T>[];
  isNarrow: boolean;
  selection?: Selection;
  /** Reads the next page, if there is one. */
  more?: () => void;
}

/** Pixels. */
const ROW_HEIGHT = 60;
/** The next page is asked for this many rows before the end, so that scrolling does not wait. */
const AHEAD = 40;

/** Rows of equal height; those out of sight are not in the document, so any number scrolls smoothly. */
export function DataTable<T>({ label, items, idOf, columns, isNarrow, selection, more }: Props<T>) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= items.length - AHEAD) more();
  }, [more, last, items.length]);

  const shown = columns.filter(({ wide }) => !wide || !isNarrow);
  const tracks = [selection && '1.5rem', ...shown.map(({ width }) => width)].filter(Boolean).join(' ');
  const gridStyle = { gridTemplateColumns: tracks };

  return (
    <div className="table" role="region" aria-label={label} tabIndex={0} ref={scroller}>
      <div role="table" aria-label={label} aria-rowcount={more ? -1 : items.length + 1}>
        <div role="rowgroup" className="table-head">
          <div role="row" className="table-row" style={gridStyle} aria-rowindex={1}>
            {selection && (
              <div role="columnheader">
                <SelectAll ids={items.map(idOf)} selection={selection} />
              </div>
            )}
            {shown.map(({ id, header }) => (
              <div role="columnheader" key={id}>
                {header || <span className="sr-only">{t('table.actions')}</span>}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="table-body" style={{ height: virtual.getTotalSize() }}>
          {rows.map(({ index, start }) => {
            const item = items[index]!;
            const id = idOf(item);
            return (
              <div
                role="row"
                key={id}
                className="table-row"
                aria-rowindex={index + 2}
                data-selected={selection?.selected.has(id) || undefined}
                style={{ ...gridStyle, height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
              >
                {selection && (
                  <div role="cell">
                    <SelectRow id={id} selection={selection} />
                  </div>
                )}
                {shown.map((column) => (
                  <div role="cell" key={column.id}>
                    {column.cell(item)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function SelectAll({ ids, selection }: { ids: string[]; selection: Selection }) {
  const t = useT();
  const count = selection.selected.size;
  return (
    <Checkbox
      aria-label={t('table.selectAll')}
      checked={count > 0 && count === ids.length}
      indeterminate={count > 0 && count < ids.length}
      onChange={() => selection.set(new Set(count > 0 ? [] : ids))}
    />
  );
}

function SelectRow({ id, selection }: { id: string; selection: Selection }) {
  const { selected, set, label } = selection;
  return (
    <Checkbox
      aria-label={label(id)}
      checked={selected.has(id)}
      onChange={() => {
        const next = new Set(selected);
        if (!next.delete(id)) next.add(id);
        set(next);
      }}
    />
  );
}
