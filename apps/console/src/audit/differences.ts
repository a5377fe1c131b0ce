export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The fields that a change made another value of; of objects the single members. */
export function differencesOf(before: unknown, after: unknown, path = ''): Difference[] {
  const [then, now] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  return [...new Set([...Object.keys(then), ...Object.keys(now)])].flatMap((name) => {
    const field = path ? `${path}.${name}` : name;
    const [was, is] = [then[name], now[name]];
    if (same(was, is)) return [];
    if (isObject(was) || isObject(is)) return differencesOf(was, is, field);
    return [{ field, before: was, after: is }];
  });
}

export interface EntryDetails {
  differences: Difference[];
  /** What is no value before or after. */
  facts: [name: string, value: unknown][];
}

/** An entry has `before` and `after`, or facts such as a reason. */
export function detailsOf(details: Record<string, unknown>): EntryDetails {
  const { before, after, ...facts } = details;
  return {
    differences: before === undefined && after === undefined ? [] : differencesOf(before, after),
    facts: Object.entries(facts),
  };
}
