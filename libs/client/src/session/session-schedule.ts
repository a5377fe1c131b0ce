import { isTemporary } from '../errors.js';
import type { Platform } from '../platform/platform.js';
import { backoff, later } from '../platform/timers.js';
import type { Session } from './session.js';

/** Longer than the first try takes. */
const LOGOUT_RETRY_MS = 30_000;

/**
 * Refreshes before the access token expires, and when a device wakes up or is online again. Tabs choose different moments,
 * so that the first one refreshes for all.
 */
export class SessionSchedule {
  /** Of the lifetime of the access token. */
  private readonly share = 0.75 + 0.15 * Math.random();
  private cancel = () => {};
  private failures = 0;
  private readonly stop: () => void;
  private closed = false;

  constructor(
    private readonly session: Session,
    private readonly platform: Platform,
  ) {
    this.stop = session.watch(() => {
      this.failures = 0;
      this.plan();
    });
    this.listen('addEventListener');
  }

  /** The device woke up, or the page is seen again: timers may have slept. */
  readonly check = (): void => {
    if (this.platform.document?.visibilityState === 'hidden') return;
    this.failures = 0;
    if (this.session.get().status === 'loading') void this.restore();
    else if (this.session.pendingLogout()) void this.finishLogout();
    else this.plan();
  };

  /** Tries again until it is known whether there is a session. */
  async restore(): Promise<void> {
    const { status, error } = await this.session.restore();
    if (status === 'loading') this.again(error, () => void this.restore());
  }

  private readonly finishLogout = (): void => {
    this.session.finishLogout().catch((error) => this.again(error, this.finishLogout));
  };

  close(): void {
    this.closed = true;
    this.cancel();
    this.stop();
    this.listen('removeEventListener');
  }

  private plan(): void {
    this.cancel();
    if (this.closed) return;
    if (this.session.pendingLogout()) this.cancel = later(this.finishLogout, LOGOUT_RETRY_MS);
    const session = this.session.current();
    if (!session) return;
    const at = session.obtainedAt + (session.expiresAt - session.obtainedAt) * this.share;
    // A clock that was set back by hours must not stop it.
    const wait = Math.min(at - Date.now(), session.expiresAt - session.obtainedAt);
    this.cancel = later(() => void this.refresh(session.access), Math.max(wait, 0));
  }

  private async refresh(stale: string): Promise<void> {
    try {
      await this.session.refresh(stale);
    } catch (error) {
      if (this.session.current()) this.again(error, () => void this.refresh(stale));
    }
  }

  private again(error: unknown, work: () => void): void {
    this.cancel();
    if (this.closed) return;
    const retryAfter = isTemporary(error) ? (error as { retryAfter?: number }).retryAfter : 60;
    this.cancel = later(work, backoff(this.failures++, retryAfter));
  }

  private listen(method: 'addEventListener' | 'removeEventListener'): void {
    const { window, document } = this.platform;
    window?.[method]('online', this.check);
    window?.[method]('pageshow', this.check);
    document?.[method]('visibilitychange', this.check);
  }
}
