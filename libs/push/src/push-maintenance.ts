import { Injectable } from '@nestjs/common';
import { Idempotency } from './notifications/idempotency';
import { NotificationStore } from './notifications/notification-store';
import { WebPushKeys } from './providers/web-push-keys';

/** What a serving process does beside the requests. */
@Injectable()
export class PushMaintenance {
  constructor(
    private readonly keys: WebPushKeys,
    private readonly notifications: NotificationStore,
    private readonly idempotency: Idempotency,
  ) {}

  /** Makes the Web Push key at the first start. */
  async start(): Promise<void> {
    await this.keys.get();
  }

  async purge(): Promise<number> {
    return (await this.notifications.purge()) + (await this.idempotency.purge());
  }
}
