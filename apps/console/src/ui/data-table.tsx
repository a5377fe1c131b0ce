import { Checkbox } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useT } from '../i18n/i18n-provider';
import { DataRow } from './data-row';
import { useFocusedRow } from './use-focused-row';
import { useKeptScroll } from './use-kept-scroll';
import { useVisibleRows } from './use-visible-rows';

export interface Column<T> {
  id: string;
  header: string;
  /** A track of CSS grid, such as `minmax(12rem, 2fr)`. */
  width: string;
  cell: (item: T) => ReactNode;
  /** Only where there is room. */
  wide?: boolean;
}

export interface Selection<T> {
  selected: ReadonlySet<string>;
  set(ids: ReadonlySet<string>): void;
  label: (item: T) => string;
}

/** An array, or a list that makes its items when they are needed. */
interface Items<T> extends Iterable<T> {
  length: number;
  slice(from: number, to: number): T[];
}

interface Props<T> {
  label: string;
  /** Which list it is: another one begins at the top. */
  list: string;
  items: Items<T>;
  idOf: (item: T) => string;
  /** The same array while the columns are the same. */
  columns: Column<T>[];
  selection?: Selection<T>;
  /** Reads the next page, if there is one. */
  more?: () => void;
  /** The rows that are in the document now; the same function in each rendering. */
  onRows?: (items: T[]) => void;
}

/** Pixels. */
const ROW_HEIGHT = 60;
/** The next page is asked for this many rows before the end, so that scrolling does not wait. */
const AHEAD = 40;

/** Rows of equal height; those out of sight are not in the document, so any number scrolls smoothly. */
export function DataTable<T>({ label, list, items, idOf, columns, selection, more, onRows }: Props<T>) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  useKeptScroll(scroller, list);
  const { first, end } = useVisibleRows(scroller, ROW_HEIGHT, items.length);
  const { focused, focusProps } = useFocusedRow();
  useEffect(() => {
    if (more && end > items.length - AHEAD) more();
  }, [more, end, items.length]);
  useEffect(() => onRows?.(items.slice(first, end)), [onRows, items, first, end]);

  const toggle = useToggle(selection);
  const rows = rowsOf(items, idOf, indexesOf(first, end, items.length, focused));
  const tracks = [selection && '1.5rem', ...columns.map(({ width }) => width)].filter(Boolean).join(' ');

  return (
    <div className="table" role="region" aria-label={label} tabIndex={0} ref={scroller}>
      <div role="table" aria-label={label} aria-rowcount={more ? -1 : items.length + 1}>
        <div role="rowgroup" className="table-head">
          <div role="row" className="table-row" style={{ gridTemplateColumns: tracks }} aria-rowindex={1}>
            {selection && (
              <div role="columnheader">
                <SelectAll items={items} idOf={idOf} selection={selection} />
              </div>
            )}
            {columns.map(({ id, header }) => (
              <div role="columnheader" key={id}>
                {header || <span className="sr-only">{t('table.actions')}</span>}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="table-body" style={{ height: items.length * ROW_HEIGHT }} {...focusProps}>
          {rows.map(({ key, id, index, item }) => (
            <DataRow
              key={key}
              id={id}
              item={item}
              columns={columns as Column<unknown>[]}
              index={index}
              tracks={tracks}
              height={ROW_HEIGHT}
              start={index * ROW_HEIGHT}
              label={selection?.label(item)}
              isSelected={selection?.selected.has(id)}
              toggle={selection && toggle}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function indexesOf(first: number, end: number, count: number, focused: number | undefined): number[] {
  const indexes = Array.from({ length: Math.max(0, end - first) }, (_, n) => first + n);
  if (focused === undefined || focused >= count) return indexes;
  if (focused < first) return [focused, ...indexes];
  return focused >= end ? [...indexes, focused] : indexes;
}

/** Each with a key of its own: who is renamed while the list is read is on two of its pages. */
function rowsOf<T>(items: Items<T>, idOf: (item: T) => string, indexes: number[]) {
  const seen = new Set<string>();
  return indexes.map((index) => {
    const item = items.slice(index, index + 1)[0]!;
    const id = idOf(item);
    const key = seen.has(id) ? `${id} ${index}` : id;
    seen.add(id);
    return { key, id, index, item };
  });
}

/** One function for all renderings, so that rows which have not changed are not rendered again. */
function useToggle<T>(selection: Selection<T> | undefined): (id: string) => void {
  const latest = useRef(selection);
  useEffect(() => {
    latest.current = selection;
  });
  return useCallback((id) => {
    if (!latest.current) return;
    const next = new Set(latest.current.selected);
    if (!next.delete(id)) next.add(id);
    latest.current.set(next);
  }, []);
}

interface SelectAllProps<T> {
  items: Items<T>;
  idOf: (item: T) => string;
  selection: Selection<T>;
}

function SelectAll<T>({ items, idOf, selection }: SelectAllProps<T>) {
  const t = useT();
  const count = selection.selected.size;
  return (
    <Checkbox
      aria-label={t('table.selectAll')}
      checked={count > 0 && count === items.length}
      indeterminate={count > 0 && count < items.length}
      onChange={() => selection.set(new Set(count > 0 ? [] : Array.from(items, idOf)))}
    />
  );
}
