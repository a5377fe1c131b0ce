/** Seconds: a provider that answers 500 has stumbled, or is down for minutes. */
const FIRST_DELAY = 1;
const MAX_DELAY = 300;
/** What was put off together does not come back in one moment. */
const JITTER = 0.5;

/**
 * Milliseconds until the next try: 1 s, 2 s, 4 s … 5 minutes, each up to half as much longer; never sooner than the
 * provider asked.
 * @param attempts tries that have failed, this one included
 */
export function backoff(attempts: number, retryAfter = 0, random = Math.random()): number {
  const wait = Math.max(retryAfter, Math.min(MAX_DELAY, FIRST_DELAY * 2 ** (attempts - 1)));
  return Math.round((wait + Math.min(wait, MAX_DELAY) * JITTER * random) * 1000);
}
