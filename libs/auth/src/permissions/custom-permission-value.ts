/** Value of a custom permission. */
export type CustomPermissionValue = boolean | number | string;

/** A permission holds if its value is `true`, above 0 or not empty. */
export function holds(value: CustomPermissionValue | undefined): boolean {
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
 * Whether `other` allows nothing that `own` does not allow. A value that does not hold allows nothing. A number covers
 * smaller ones. Texts cover only themselves, and so do values of two types: only the service that reads them knows which
 * allows more.
 */
export function covers(own: CustomPermissionValue | undefined, other: CustomPermissionValue | undefined): boolean {
  if (!holds(other) || own === other) return true;
  return typeof own === 'number' && typeof other === 'number' && other <= own;
}
