import { JobQueue } from '#platform';
import { type PushDevice, PushDeviceRepository } from '#sessions';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Deliveries, type NewDelivery } from '../delivery/deliveries';
import { notifyJob } from '../delivery/notify.job';
import { PreferencesService } from '../preferences/preferences.service';
import { PushProviders } from '../providers/push-providers';
import { RecipientStatusService } from '../recipient-status.service';
import { type TargetSelection, selectTargets } from './target-selection.policy';
import type { NewNotification } from './notification';
import { NotificationStore } from './notification-store';

export interface Recipient extends TargetSelection {
  userId: string;
}

export interface AcceptedNotification {
  id: string;
  /** Those that there are. */
  recipients: Recipient[];
}

/** Accepts notifications: stores them, and adds the deliveries and jobs. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly store: NotificationStore,
    private readonly deliveries: Deliveries,
    private readonly users: UsersService,
    private readonly devices: PushDeviceRepository,
    private readonly preferences: PreferencesService,
    private readonly presence: RecipientStatusService,
    private readonly providers: PushProviders,
    private readonly jobs: JobQueue,
  ) {}

  /**
   * In the caller's transaction: it is delivered exactly if that commits. The number of statements is the same for one
   * recipient and a thousand.
   * @param except sessions that get no notification
   */
  async send(
    manager: EntityManager,
    userIds: string[],
    notification: NewNotification,
    except: string[] = [],
  ): Promise<AcceptedNotification> {
    const recipients = await this.selectRecipients(manager, userIds, notification, except);
    const id = await this.store.add(manager, notification);
    await this.deliveries.add(manager, id, recipients.flatMap(deliveriesTo));
    await this.jobs.addAll(
      manager,
      recipients.map(({ userId }) => notifyJob({ notification_id: id, user_id: userId, except })),
    );
    return { id, recipients };
  }

  private async selectRecipients(
    manager: EntityManager,
    userIds: string[],
    { kind, onlyIfOffline }: NewNotification,
    except: string[],
  ): Promise<Recipient[]> {
    const users = await this.users.findByIds(userIds, manager);
    const ids = users.map(({ id }) => id);
    const devices = byUser(await this.devices.listLive(manager, ids));
    const preferences = await this.preferences.getAll(manager, ids);
    const statuses = await this.presence.statusesOf(ids);
    return users.map((user) => ({
      userId: user.id,
      ...selectTargets({
        devices: (devices.get(user.id) ?? []).filter(({ id }) => !except.includes(id)),
        channels: preferences.get(user.id)!.kinds[kind],
        onlyIfOffline,
        status: statuses.get(user.id) ?? 'offline',
        isReady: (push) => this.providers.get(push).isConfigured,
        // What is about security has mails of its own.
        mailAllowed: user.emailVerified && user.isEnabled() && kind !== 'security',
      }),
    }));
  }
}

function byUser(devices: PushDevice[]): Map<string, PushDevice[]> {
  const found = new Map<string, PushDevice[]>();
  for (const device of devices) found.set(device.userId, [...(found.get(device.userId) ?? []), device]);
  return found;
}

function deliveriesTo({ userId, devices, mail }: Recipient): NewDelivery[] {
  return mail ? [{ userId, sessionId: null }] : devices.map((sessionId) => ({ userId, sessionId }));
}
