import { createHash } from 'node:crypto';
import { databaseClock, inSpan, type Job, JobAges, JobHandlers, JobQueue, Metrics } from '#platform';
import { type PushAddress, PushDeviceRepository } from '#sessions';
import { ActivityCounter } from '#statistics';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Notification } from '../notifications/notification';
import { NotificationStore } from '../notifications/notification-store';
import type { SendResult, PushMessage } from '../providers/push-provider';
import { PushProviders } from '../providers/push-providers';
import { backoff } from './backoff';
import { type Delivery, Deliveries, type DeliveryOutcome } from './deliveries';
import { ProviderThrottle } from './provider-throttle';

export const PUSH_TO_DEVICE = 'push_to_device';
/** Behind mails and what people wait for: there may be thousands at once. */
export const PUSH_PRIORITY = 10;
/** Bytes of SHA-256 that fill the 32 characters of a Web Push topic. @see RFC 8030 §5.4 */
const TOPIC_BYTES = 24;

/** One notification to one device. The key keeps it to one job, however often it is postponed or added again. */
export function pushJob(deliveryId: string, runAt?: Date): Job {
  return {
    task: PUSH_TO_DEVICE,
    payload: { delivery_id: deliveryId },
    key: `${PUSH_TO_DEVICE}:${deliveryId}`,
    priority: PUSH_PRIORITY,
    runAt,
  };
}

/** Sends one push. Whether the session is still alive, and where its pushes go, is asked right before. */
@Injectable()
export class PushJob implements OnModuleInit {
  private readonly logger = new Logger('Push');
  private readonly results;

  constructor(
    private readonly database: DataSource,
    private readonly store: NotificationStore,
    private readonly deliveries: Deliveries,
    private readonly devices: PushDeviceRepository,
    private readonly providers: PushProviders,
    private readonly throttle: ProviderThrottle,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
    private readonly activity: ActivityCounter,
    ages: JobAges,
    metrics: Metrics,
  ) {
    ages.register(PUSH_TO_DEVICE, 'push', 'push');
    this.results = metrics.counter(
      'push_results_total',
      'Tries to push to a device, by provider and what became of it.',
      ['provider', 'result'],
    );
  }

  onModuleInit(): void {
    this.handlers.register(
      PUSH_TO_DEVICE,
      (payload) => this.run((payload as { delivery_id: string }).delivery_id),
      'bulk',
    );
  }

  private async run(deliveryId: string): Promise<void> {
    const delivery = await this.deliveries.findWaiting(deliveryId);
    const notification = delivery && (await this.store.find(delivery.notificationId));
    if (!delivery || !notification) return;
    if (notification.expiresAt <= databaseClock.date()) return this.finish(delivery, 'expired');

    const address = await this.devices.findAddress(delivery.sessionId);
    if (!address) return this.finish(delivery, address === null ? 'no_push_token' : 'session_ended');
    const provider = this.providers.get(address.kind);
    if (!provider.isConfigured) return this.finish(delivery, 'provider_not_set_up');
    const pause = this.throttle.delayFor(provider.serverOf(address));
    if (pause > 0) return this.postpone(delivery, notification, pause);

    const result = await inSpan('push send', 'CLIENT', { 'push.provider': address.kind }, () =>
      provider.send(address, messageOf(notification, delivery)),
    );
    this.results.inc({ provider: address.kind, result: result.outcome });
    await this.recordResult(delivery, notification, address, result);
    // A push that comes later is counted when it has come, or will not come any more.
    if (result.outcome !== 'later') this.activity.count(result.outcome === 'sent' ? 'pushes_sent' : 'pushes_failed');
  }

  private async recordResult(
    delivery: Delivery,
    notification: Notification,
    address: PushAddress,
    result: SendResult,
  ): Promise<void> {
    switch (result.outcome) {
      case 'sent':
        return this.finish(delivery, 'sent');
      case 'later': {
        const { retryAfter, answer } = result;
        if (retryAfter) this.throttle.pause(this.providers.get(address.kind).serverOf(address), retryAfter);
        return this.postpone(delivery, notification, backoff(delivery.attempts + 1, retryAfter), answer);
      }
      case 'gone':
        return this.database.transaction(async (manager) => {
          await this.devices.clearAddress(manager, delivery.sessionId, address);
          await this.deliveries.finish(manager, delivery.id, 'gone', result.answer);
        });
      case 'rejected':
        this.logger.warn({ msg: 'a push was refused', delivery_id: delivery.id, answer: result.answer });
        return this.finish(delivery, 'rejected', result.answer);
    }
  }

  /** With the answer of a try that failed; without one, where nothing was tried. */
  private async postpone({ id }: Delivery, { expiresAt }: Notification, ms: number, answer?: string): Promise<void> {
    const runAt = new Date(databaseClock.now() + ms);
    await this.database.transaction(async (manager) => {
      // What could only come too late need not come back.
      if (runAt > expiresAt) return this.deliveries.finish(manager, id, 'expired', answer);
      if (answer !== undefined) await this.deliveries.recordFailure(manager, id, answer);
      await this.jobs.add(manager, pushJob(id, runAt));
    });
  }

  private finish({ id }: Delivery, state: DeliveryOutcome, answer?: string): Promise<void> {
    return this.deliveries.finish(this.database.manager, id, state, answer);
  }
}

function messageOf(notification: Notification, { silent }: Delivery): PushMessage {
  const { id, kind, title, body, data, urgency, ttl, collapseKey, createdAt } = notification;
  const age = Math.floor((databaseClock.now() - createdAt.getTime()) / 1000);
  return {
    id,
    kind,
    title,
    body,
    data,
    urgency,
    silent,
    ttl: Math.max(0, ttl - age),
    topic: topicOf(notification),
    hasCollapseKey: collapseKey !== undefined && collapseKey !== null,
  };
}

/** Two senders who choose the same key do not replace each other's; without a key, a notification replaces itself. */
function topicOf({ id, sender, collapseKey }: Notification): string {
  const name = collapseKey ? `${sender}\0${collapseKey}` : id;
  return createHash('sha256').update(name).digest().subarray(0, TOPIC_BYTES).toString('base64url');
}
