import { memo } from 'react';
import type { Column } from './data-table';

interface Props {
  id: string;
  item: unknown;
  columns: Column<unknown>[];
  index: number;
  tracks: string;
  /** Pixels. */
  height: number;
  start: number;
  label: string | undefined;
  isSelected: boolean | undefined;
  toggle: ((id: string) => void) | undefined;
}

export const DataRow = memo(function DataRow(props: Props) {
  const { id, item, columns, index, tracks, height, start, label, isSelected, toggle } = props;
  return (
    <div
      role="row"
      className="table-row"
      aria-rowindex={index + 2}
      data-index={index}
      data-selected={isSelected || undefined}
      style={{ gridTemplateColumns: tracks, height, transform: `translateY(${start}px)` }}
    >
      {toggle && (
        <div role="cell">
          <input
            type="checkbox"
            className="check"
            aria-label={label}
            checked={isSelected}
            onChange={() => toggle(id)}
          />
        </div>
      )}
      {columns.map((column) => (
        <div role="cell" key={column.id}>
          {column.cell(item)}
        </div>
      ))}
    </div>
  );
});
