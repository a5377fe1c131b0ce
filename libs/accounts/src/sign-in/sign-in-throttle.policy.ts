import { type FailurePolicy, type FailureWindow, limitOf, type Settings } from '#platform';
import { emailKey } from '#users';

/** Milliseconds. */
const FIRST_DELAY = 30_000;

/** A fifth of the accounts that one network may fail at in a day fail without a wait. */
const FREE_SHARE_OF_SPRAY = 5;

/** With the version of its credentials: after a new password the wrong ones before do not count. */
export interface AccountVersion {
  userId: string;
  version: number;
}

/** Where a wrong password came from. */
export type SignInSource =
  /** A device or a network that the account knows; wrong passwords are counted for it alone. */
  | { kind: 'known_device' | 'known_network'; account: AccountVersion; id: string }
  /** A signed-in user: wrong passwords are counted for the session and for its network. */
  | { kind: 'session'; account: AccountVersion; sessionId: string; network: string }
  /** Any other; strangers to an account share what they may try. */
  | { kind: 'stranger'; email: string; network: string };

/**
 * The windows in which a wrong password counts. Strangers slow each other down, and never a known device.
 * @see NIST SP 800-63B-4 §3.2.2: at most 100 attempts
 */
export function windowsOf(source: SignInSource, settings: Settings): FailureWindow[] {
  const perAccount = accountPolicy(settings);
  const known = (kind: 'known_device' | 'known_network', { userId, version }: AccountVersion, id: string) => ({
    subject: `${kind}\0${userId}\0${version}\0${id}`,
    policy: { ...perAccount, resetsOnSuccess: true },
  });
  if (source.kind === 'session')
    return [
      known('known_device', source.account, source.sessionId),
      known('known_network', source.account, source.network),
    ];
  if (source.kind !== 'stranger') return [known(source.kind, source.account, source.id)];
  const account = emailKey(source.email);
  return [
    { subject: `strangers\0${account}`, policy: perAccount },
    { subject: `spray\0${source.network}`, policy: sprayPolicy(settings), id: account },
  ];
}

/** What is allowed without a wait, then waits up to the window of that limit, and at most so many in a day. */
function accountPolicy(settings: Settings): FailurePolicy {
  const free = limitOf(settings, 'login_failures');
  const daily = limitOf(settings, 'login_failures_daily');
  return {
    limit: Math.max(free.limit, daily.limit),
    windowMs: daily.ttlMs,
    free: free.limit,
    firstDelayMs: Math.min(FIRST_DELAY, free.ttlMs),
    maxDelayMs: free.ttlMs,
  };
}

/** Accounts that one network may fail at. */
function sprayPolicy(settings: Settings): FailurePolicy {
  const { limit, ttlMs } = limitOf(settings, 'login_spray');
  const free = Math.ceil(limit / FREE_SHARE_OF_SPRAY);
  return { limit, windowMs: ttlMs, free, firstDelayMs: FIRST_DELAY, maxDelayMs: Math.floor(ttlMs / 96) };
}
