import { type InfiniteData, infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

export interface KeysetPage<T> {
  items: T[];
  next_cursor: string | null;
}

/** A list that is read page by page. @param load reads the page behind a cursor */
export function pagesOf<T>(key: QueryKey, load: (cursor: string | undefined) => Promise<KeysetPage<T>>) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }: { pageParam: string | undefined }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: KeysetPage<T>) => page.next_cursor ?? undefined,
    select: (data: InfiniteData<KeysetPage<T>, string | undefined>) => data.pages.flatMap(({ items }) => items),
  });
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
