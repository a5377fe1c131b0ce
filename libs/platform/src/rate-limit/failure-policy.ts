/** How many wrong attempts are allowed, and how fast. Times are milliseconds. */
export interface FailurePolicy {
  /** Most wrong attempts within the window. */
  limit: number;
  windowMs: number;
  /** Wrong attempts without a wait between them. All, unless given. */
  free?: number;
  /** Wait after the last free one; it doubles with each further one. */
  firstDelayMs?: number;
  maxDelayMs?: number;
  /** Whether a right attempt removes the wrong ones before it. Where strangers share a window it must not. */
  resetsOnSuccess?: boolean;
}

/** Where wrong attempts are counted. */
export interface FailureWindow {
  /** Whose window it is, such as a caseless e-mail address. */
  subject: string;
  policy: FailurePolicy;
  /** Wrong attempts of the same id count as one. */
  id?: string;
}

/** Milliseconds between the last of so many wrong attempts and the next attempt. */
export function delayAfter(failures: number, policy: FailurePolicy): number {
  const { free = policy.limit, firstDelayMs = 0, maxDelayMs = policy.windowMs } = policy;
  return failures < free ? 0 : Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(failures - free, 30));
}

/** How many attempts may run at the same time after so many wrong ones: no more than may be wrong without a wait. */
export function placesAfter(failures: number, policy: FailurePolicy): number {
  const { limit, free = limit } = policy;
  return failures < free ? free - failures : Math.min(1, limit - failures);
}
