export interface UserFilter {
  q?: string;
  role?: string;
  banned?: boolean;
  online?: boolean;
  verified?: boolean;
  mfa?: boolean;
  active?: boolean;
  joined_after?: string;
  joined_before?: string;
  sort?: Sort;
}

export const sorts = [
  '-date_joined',
  'date_joined',
  'username',
  '-username',
  'full_name',
  '-full_name',
  '-last_seen',
] as const;
export type Sort = (typeof sorts)[number];

export const flags = ['online', 'banned', 'verified', 'mfa', 'active'] as const;
export type Flag = (typeof flags)[number];

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined);

/** The filter in the address of the page, so that a link shows the same. */
export function toFilter(search: Record<string, unknown>): UserFilter {
  return {
    q: search.q === undefined ? undefined : text(String(search.q)),
    role: text(search.role),
    ...Object.fromEntries(flags.map((name) => [name, flag(search[name])])),
    joined_after: text(search.joined_after),
    joined_before: text(search.joined_before),
    sort: sorts.find((sort) => sort === search.sort),
  };
}

/** How many filters are set, apart from the search and the order. */
export const countFilters = ({ q: _q, sort: _sort, ...filters }: UserFilter): number =>
  Object.values(filters).filter((value) => value !== undefined).length;
