import { type KeyOf, type MessageValues, knownLanguage, Settings, text, unlinked } from '#platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NotificationsService } from './notifications/notifications.service';

/** Seconds: a day, since a security notice is still useful on the next day. */
const TTL = 86_400;
const SENDER = 'collabsphere';

/** Events with a title and a body in the catalogue. */
export type SecurityEvent =
  KeyOf<'notices'> extends infer Key ? (Key extends `${infer Event}.title` ? Event : never) : never;

export interface SecurityNotice {
  /** What the app may switch on, such as `new_device`. */
  event: SecurityEvent;
  /** Of the messages. */
  values?: MessageValues;
  data?: Record<string, string>;
}

interface Recipient {
  id: string;
  locale: string | null;
}

/** Notifies the devices of an account of a security event, whatever `dnd` and quiet hours say. Mails are sent separately. */
@Injectable()
export class SecurityNotices {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly settings: Settings,
  ) {}

  /**
   * In the transaction of the event that it reports.
   * @param except the sessions that did it, or that it is about
   */
  async send(
    manager: EntityManager,
    { id, locale }: Recipient,
    { event, values: given = {}, data }: SecurityNotice,
    except: string[] = [],
  ): Promise<void> {
    const language = knownLanguage(locale, this.settings.DEFAULT_LANGUAGE);
    // Such as the name of a device.
    const values = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? unlinked(value) : value]),
    );
    const notification = {
      sender: SENDER,
      kind: 'security' as const,
      title: text(language, `notices.${event}.title`, values),
      body: text(language, `notices.${event}.body`, values),
      data: { event, ...data },
      urgency: 'high' as const,
      ttl: TTL,
      onlyIfOffline: false,
    };
    await this.notifications.send(manager, [id], notification, except);
  }
}
