import type { Api } from '../http/api-types.js';
import { jittered, later } from '../platform/timers.js';
import type { PresenceInfo } from './presence-types.js';

/** A request keeps the session online for 90 s; timers of pages in the background run once a minute. */
const INTERVAL_MS = 30_000;
const MAX_IDS = 100;

/** Without a socket: the client sends heartbeats and polls. */
export class PresencePolling {
  private cancel: (() => void) | undefined;
  private round = 0;

  constructor(
    private readonly api: Api,
    private readonly ids: () => string[],
    private readonly receive: (presence: PresenceInfo) => void,
  ) {}

  get running(): boolean {
    return !!this.cancel;
  }

  start(): void {
    if (!this.cancel) this.plan(0);
  }

  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.round++;
  }

  /** Soon, for those that are new. */
  hurry(): void {
    if (!this.cancel) return;
    this.stop();
    this.plan(50);
  }

  private plan(milliseconds: number): void {
    const round = ++this.round;
    this.cancel = later(async () => {
      await this.poll().catch(() => undefined);
      if (round === this.round) this.plan(jittered(INTERVAL_MS / 1.5));
    }, milliseconds);
  }

  private async poll(): Promise<void> {
    const round = this.round;
    const ids = this.ids();
    if (ids.length === 0) await this.api.POST('/api/presence/heartbeat');
    // A request of any kind keeps the session online.
    for (let start = 0; start < ids.length; start += MAX_IDS) {
      const user_ids = ids.slice(start, start + MAX_IDS);
      const { items } = await this.api.GET('/api/presence', { params: { query: { user_ids } } });
      if (round === this.round) items.forEach(this.receive);
    }
  }
}
