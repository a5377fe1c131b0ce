/** Why a command failed: a label of the metric. */
export type RedisFailure =
  'timeout' | 'connection' | 'full' | 'read_only' | 'cluster' | 'moving' | 'loading' | 'denied' | 'other';

const FAILURES: [RedisFailure, RegExp][] = [
  ['timeout', /command timed out/i],
  ['full', /\bOOM\b/],
  ['read_only', /\bREADONLY\b/],
  ['moving', /\b(TRYAGAIN|ASK)\b/],
  ['cluster', /\b(CLUSTERDOWN|MOVED|CROSSSLOT)\b|redirections|startup nodes|slots|cluster isn't ready/i],
  ['loading', /\b(LOADING|MASTERDOWN|BUSY)\b/],
  ['denied', /\b(NOAUTH|WRONGPASS|NOPERM)\b/],
  [
    'connection',
    /connection|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOST|ENET|writeable|sentinels|MaxRetries|aborted/i,
  ],
];

export function failureOf(error: unknown): RedisFailure {
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  return FAILURES.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}

/** The server answered, and would answer other commands: waiting for it to come back makes no sense. */
export const isAnswer = (failure: RedisFailure): boolean => ['full', 'moving', 'other'].includes(failure);
