import { databaseClock, type Job, JobHandlers, JobQueue } from '#platform';
import { MailService } from '#mail';
import { type User, UsersService } from '#users';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Notification } from '../notifications/notification';
import { NotificationStore } from '../notifications/notification-store';
import { SocketNotifier } from '../socket-notifier';
import { PreferencesService } from '../preferences/preferences.service';
import { UnsubscribeService } from '../preferences/unsubscribe.service';
import { RecipientStatusService } from '../recipient-status.service';
import { Deliveries } from './deliveries';
import { deliveryModeOf } from './delivery-mode.policy';
import { PUSH_PRIORITY, pushJob } from './push.job';

export const NOTIFY_USER = 'notify_user';

interface Payload {
  notification_id: string;
  user_id: string;
  /** Sessions that get no notification. */
  except: string[];
}

/** One notification to one user, now or after quiet hours or `dnd`. */
export function notifyJob(payload: Payload, runAt?: Date): Job {
  const key = `${NOTIFY_USER}:${payload.notification_id}:${payload.user_id}`;
  return { task: NOTIFY_USER, payload, key, priority: PUSH_PRIORITY, runAt };
}

/** Chooses the channel at delivery time: open sockets, else devices, else a mail. */
@Injectable()
export class NotifyJob implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly store: NotificationStore,
    private readonly deliveries: Deliveries,
    private readonly preferences: PreferencesService,
    private readonly presence: RecipientStatusService,
    private readonly socket: SocketNotifier,
    private readonly users: UsersService,
    private readonly mail: MailService,
    private readonly unsubscribe: UnsubscribeService,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.register(NOTIFY_USER, (payload) => this.run(payload as Payload), 'bulk');
  }

  private async run(payload: Payload): Promise<void> {
    const { notification_id: id, user_id: userId } = payload;
    const notification = await this.store.find(id);
    const [user] = await this.users.findByIds([userId]);
    if (!notification || !user) return;
    if (notification.expiresAt <= databaseClock.date()) return this.deliveries.finishAll(id, userId, 'expired');
    if (!user.isEnabled()) return this.deliveries.finishAll(id, userId, 'account_closed');

    const preferences = await this.preferences.get(userId);
    const status = (await this.presence.statusesOf([userId])).get(userId) ?? 'offline';
    if (notification.onlyIfOffline && status !== 'offline') return this.deliveries.finishAll(id, userId, 'online');
    const urgent = notification.kind === 'security';
    const mode = urgent ? { silent: false } : deliveryModeOf(preferences, status, databaseClock.date());
    if ('deferUntil' in mode) return this.defer(payload, notification, mode.deferUntil);

    const channels = preferences.kinds[notification.kind];
    const shown =
      status !== 'offline' && channels.socket && (await this.deliverToSockets(payload, notification, mode.silent));
    // What is about security is worth a second look on the other devices.
    if (shown && !urgent) return this.deliveries.finishAll(id, userId, 'shown');
    await this.database.transaction(async (manager) => {
      const waiting = await this.deliveries.startDevices(manager, id, userId, mode.silent);
      await this.jobs.addAll(
        manager,
        waiting.map((deliveryId) => pushJob(deliveryId)),
      );
      if (channels.mail && (await this.deliveries.claimMail(manager, id, userId)))
        await this.sendMail(manager, user, notification);
    });
  }

  private async defer(payload: Payload, { expiresAt }: Notification, until: Date): Promise<void> {
    if (until > expiresAt) return this.deliveries.finishAll(payload.notification_id, payload.user_id, 'expired');
    await this.jobs.add(this.database.manager, notifyJob(payload, until));
  }

  private async deliverToSockets(
    { user_id, except }: Payload,
    notification: Notification,
    silent: boolean,
  ): Promise<boolean> {
    const { id, kind, title, body, data, createdAt } = notification;
    const shown = { id, kind, title, body, data, silent, sent_at: createdAt.toISOString() };
    return (await this.socket.deliver(user_id, shown, except)) > 0;
  }

  private async sendMail(manager: EntityManager, user: User, { kind, title, body }: Notification): Promise<void> {
    await this.mail.enqueue(manager, 'notification', user, {
      name: user.fullName,
      headline: title,
      body,
      unsubscribe: this.unsubscribe.linkFor(user.id, kind),
    });
  }
}
