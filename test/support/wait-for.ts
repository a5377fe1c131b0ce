import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is truthy; the limit (milliseconds) is generous, it only says "never". */
export async function waitFor<T>(ask: () => Promise<T> | T, what: string, within = 45_000): Promise<NonNullable<T>> {
  for (const deadline = Date.now() + within; ; await sleep(50)) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`after ${within} ms still not: ${what}`);
  }
}
