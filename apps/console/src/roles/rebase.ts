import type { FullDraft } from './role-draft';

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * What was made of `base`, on what another person has made of it meanwhile. Where both have changed the same, it is `mine`;
 * each custom permission counts for itself.
 */
export function rebase(base: FullDraft, mine: FullDraft, theirs: FullDraft): FullDraft {
  const { custom_permissions } = theirs;
  return {
    ...rebaseFields(base, mine, theirs),
    custom_permissions: rebaseFields(base.custom_permissions, mine.custom_permissions, custom_permissions),
  };
}

function rebaseFields<T extends object>(base: T, mine: T, theirs: T): T {
  const result = { ...theirs };
  for (const name of Object.keys({ ...base, ...mine }) as (keyof T)[]) {
    if (same(mine[name], base[name])) continue;
    if (name in mine) result[name] = mine[name];
    else delete result[name];
  }
  return result;
}
