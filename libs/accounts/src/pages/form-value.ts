/** What a field of a form says. A body in JSON may have anything there; only text is an answer. */
export function formValue(form: Record<string, unknown> | undefined, field: string): string {
  const value = form?.[field];
  return typeof value === 'string' ? value : '';
}
