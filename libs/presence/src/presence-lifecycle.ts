import { AuthorizationState } from '#auth';
import { Metrics } from '#platform';
import { Injectable, type OnApplicationShutdown, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { PresenceTracker } from './presence-tracker';

/** Starts and stops the tracker, and forwards session revocations from other nodes. */
@Injectable()
export class PresenceLifecycle implements OnModuleInit, OnModuleDestroy, OnApplicationShutdown {
  private unsubscribe?: () => void;

  constructor(
    private readonly tracker: PresenceTracker,
    private readonly state: AuthorizationState,
    metrics: Metrics,
  ) {
    metrics.gauge('presence_connections', 'Sockets of this process.', () => tracker.stats().connections);
    metrics.gauge('presence_watched_users', 'Users watched by sockets of this process.', () => tracker.stats().watched);
    metrics.gauge(
      'presence_channels',
      'Channels of changes that this process is subscribed to.',
      () => tracker.stats().channels,
    );
    metrics.gauge(
      'presence_reaped_users',
      'Users taken over from processes that died, since the start.',
      () => tracker.stats().reaped,
    );
    metrics.gauge(
      'presence_fanout_lag_seconds',
      'The longest that a change has taken to come to this process, since the last scrape.',
      () => tracker.takeMaxLagMs() / 1000,
      'max',
    );
  }

  async onModuleInit(): Promise<void> {
    await this.tracker.start();
    this.unsubscribe = this.state.subscribe((event) => {
      if (event.type === 'session-revoked' && event.user_id)
        void this.tracker.revokeLocalSessions(event.user_id, event.session_ids);
    });
  }

  /** Runs first, so that `last_seen` of online users is saved with the rest at shutdown. */
  async onModuleDestroy(): Promise<void> {
    await this.tracker.drain();
  }

  async onApplicationShutdown(): Promise<void> {
    this.unsubscribe?.();
    await this.tracker.stop();
  }
}
