import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NotificationsService } from './notifications/notifications.service';

/** Seconds: a day, since a security notice is still useful on the next day. */
const TTL = 86_400;
const SENDER = 'collabsphere';

export interface SecurityNotice {
  /** What the app may switch on, such as `new_device`. */
  event: string;
  title: string;
  body: string;
  data?: Record<string, string>;
}

/** Notifies the devices of an account of a security event, whatever `dnd` and quiet hours say. Mails are sent separately. */
@Injectable()
export class SecurityNotices {
  constructor(private readonly notifications: NotificationsService) {}

  /**
   * In the transaction of the event that it reports.
   * @param except the sessions that did it, or that it is about
   */
  async send(manager: EntityManager, userId: string, notice: SecurityNotice, except: string[] = []): Promise<void> {
    const { event, title, body, data } = notice;
    const notification = {
      sender: SENDER,
      kind: 'security' as const,
      title,
      body,
      data: { event, ...data },
      urgency: 'high' as const,
      ttl: TTL,
      onlyIfOffline: false,
    };
    await this.notifications.send(manager, [userId], notification, except);
  }
}
