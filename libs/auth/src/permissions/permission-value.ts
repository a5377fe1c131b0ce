/** What a custom permission can be. */
export type PermissionValue = boolean | number | string;

/** The one meaning of a value: a permission holds where it is `true`, above 0 or not empty. */
export function holds(value: PermissionValue | undefined): boolean {
  switch (typeof value) {
    case 'number':
      return value > 0;
    case 'string':
      return value !== '';
    default:
      return value === true;
  }
}

/**
 * Whether nobody who has `own` could do with `other` what they could not do before: what does not hold adds nothing,
 * and a number covers smaller ones. Of texts, and of values of two kinds, only a service that reads them knows which
 * is more, so they cover nothing but themselves.
 */
export function covers(own: PermissionValue | undefined, other: PermissionValue | undefined): boolean {
  if (!holds(other) || own === other) return true;
  return typeof own === 'number' && typeof other === 'number' && other <= own;
}
