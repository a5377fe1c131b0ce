import {
  type InfiniteData,
  infiniteQueryOptions,
  type Query,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query';

export interface KeysetPage<T> {
  items: T[];
  next_cursor: string | null;
}

export type Pages<Page> = InfiniteData<Page, string | undefined>;

/** Reading a list again reads its pages one after the other, so a long list is not read again by itself. */
const READ_AGAIN = 5;

const isShort = ({ state }: Query<Pages<unknown>, Error, Pages<unknown>, QueryKey>): boolean =>
  (state.data?.pages.length ?? 0) <= READ_AGAIN;

/** One function, so that it runs for new pages only. */
function itemsOf<T>(data: Pages<KeysetPage<T>>): T[] {
  return data.pages.flatMap(({ items }) => items);
}

/** A list that is read page by page. @param load reads the page behind a cursor */
export function pagesOf<T>(key: QueryKey, load: (cursor: string | undefined) => Promise<KeysetPage<T>>) {
  return keysetOptions(key, load, itemsOf<T>);
}

/** @param select the items of all pages; the same function each time */
export function keysetOptions<Page extends Pick<KeysetPage<unknown>, 'next_cursor'>, Items>(
  key: QueryKey,
  load: (cursor: string | undefined) => Promise<Page>,
  select: (data: Pages<Page>) => Items,
) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }: { pageParam: string | undefined }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page) => page.next_cursor ?? undefined,
    // Comparing all pages with what was there would take longer with each page.
    structuralSharing: false,
    select,
    refetchOnMount: isShort as never,
    refetchOnWindowFocus: isShort as never,
    refetchOnReconnect: isShort as never,
  });
}

/** After a change. Of a long list only the first pages are kept, and read again. */
export async function refresh(queries: QueryClient, keys: QueryKey[]): Promise<void> {
  for (const queryKey of keys) queries.setQueriesData({ queryKey }, shortened);
  await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
}

function shortened(data: unknown): unknown {
  const { pages, pageParams } = (data ?? {}) as Partial<Pages<unknown>>;
  if (!Array.isArray(pages) || !pageParams || pages.length <= READ_AGAIN) return data;
  return { pages: pages.slice(0, READ_AGAIN), pageParams: pageParams.slice(0, READ_AGAIN) };
}

/** Everything, for lists that are short by their nature. */
export async function allOf<T>(load: (cursor: string | undefined) => Promise<KeysetPage<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    items.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor);
  return items;
}
