import { Transform } from 'class-transformer';

/** Copies of the objects in bodies, for as long as these are being read. */
const copies = new WeakMap<object, object>();

/** To be called before the fields of a body are looked through. */
export function captureOriginalKeys(body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  for (const field of Object.values(body))
    if (typeof field === 'object' && field !== null && !Array.isArray(field)) copies.set(field, { ...field });
}

/**
 * For an object whose keys the client chooses: Nest's validation pipe and class-transformer drop keys such as
 * `constructor` without a word, which the rules of the field should validate instead.
 */
export const PreserveKeys = (): PropertyDecorator =>
  Transform(({ obj, key }) => {
    const field = (obj as Record<string, object>)[key]!;
    return copies.get(field) ?? field;
  });
