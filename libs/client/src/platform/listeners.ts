/** Calls each. One that throws is reported, and does not keep the others, or this library, from going on. */
export function callAll<Values extends unknown[]>(
  listeners: Iterable<(...values: Values) => void>,
  ...values: Values
): void {
  for (const listener of [...listeners])
    try {
      listener(...values);
    } catch (error) {
      report(error);
    }
}

/** Where the runtime shows uncaught errors, without ending a Node process. */
function report(error: unknown): void {
  const { reportError } = globalThis as { reportError?: (error: unknown) => void };
  if (reportError) reportError(error);
  // eslint-disable-next-line no-console -- Node has nothing else that does not end the process
  else console.error(error);
}
