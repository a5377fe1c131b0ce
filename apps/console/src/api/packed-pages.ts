import { keysetOptions, type KeysetPage, type Pages } from './pages';
import type { QueryKey } from '@tanstack/react-query';

/** Pages whose items are objects at a time: some screens. */
const OPEN_PAGES = 16;

/**
 * A page as bytes of JSON, outside of V8's heap: hundreds of thousands of objects, or their text, keep the garbage collector
 * busy for longer than a picture may take.
 */
interface PackedPage {
  json: Uint8Array;
  length: number;
  next_cursor: string | null;
}

/** Of all lists, the page that was used last as the last one. */
const open = new Map<PackedPage, unknown[]>();

function unpack(page: PackedPage): unknown[] {
  const items = open.get(page) ?? (JSON.parse(new TextDecoder().decode(page.json)) as unknown[]);
  open.delete(page);
  open.set(page, items);
  const [oldest] = open.keys();
  if (open.size > OPEN_PAGES) open.delete(oldest!);
  return items;
}

/** The items of a list that may be very long. All pages but the last have the same length. */
export class PackedItems<T> implements Iterable<T> {
  readonly length: number;

  constructor(private readonly pages: readonly PackedPage[]) {
    this.length = pages.reduce((sum, { length }) => sum + length, 0);
  }

  slice(from: number, to: number): T[] {
    return Array.from({ length: Math.max(0, Math.min(to, this.length) - from) }, (_, n) => this.at(from + n));
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const page of this.pages) yield* unpack(page) as T[];
  }

  private at(index: number): T {
    const size = this.pages[0]!.length;
    return unpack(this.pages[Math.floor(index / size)]!)[index % size] as T;
  }
}

/** One function, so that it runs for new pages only. */
const itemsOf = <T>({ pages }: Pages<PackedPage>) => new PackedItems<T>(pages);

/** Like `pagesOf`, for lists of any length. */
export function packedPagesOf<T>(key: QueryKey, load: (cursor: string | undefined) => Promise<KeysetPage<T>>) {
  return keysetOptions(
    key,
    async (cursor): Promise<PackedPage> => {
      const { items, next_cursor } = await load(cursor);
      return { json: new TextEncoder().encode(JSON.stringify(items)), length: items.length, next_cursor };
    },
    itemsOf<T>,
  );
}
