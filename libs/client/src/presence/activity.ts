import type { Platform } from '../platform/platform.js';

/** A device is idle after 10 minutes without a report. */
const INTERVAL_MS = 60_000;
const INPUT = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Reports that the user does something, once a minute at most. */
export class Activity {
  private reportedAt = -INTERVAL_MS;

  constructor(
    private readonly platform: Platform,
    private readonly report: () => void,
  ) {
    this.listen('addEventListener');
  }

  readonly note = (): void => {
    if (this.platform.document?.visibilityState === 'hidden') return;
    const now = Date.now();
    if (Math.abs(now - this.reportedAt) < INTERVAL_MS) return;
    this.reportedAt = now;
    this.report();
  };

  close(): void {
    this.listen('removeEventListener');
  }

  private listen(method: 'addEventListener' | 'removeEventListener'): void {
    const { window, document } = this.platform;
    for (const event of INPUT) window?.[method](event, this.note, { passive: true, capture: true });
    document?.[method]('visibilitychange', this.note);
  }
}
