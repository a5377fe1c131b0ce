import { SecretBox } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { NewNotification, Notification } from './notification';

const PURPOSE = 'notifications';
/** Seconds that even a notification "now or never" (`ttl` 0) has on its way to the provider. */
const MIN_LIFETIME = 30;

/** Notifications in the database: what they say is sealed, since messages of people are in it. */
@Injectable()
export class NotificationStore {
  constructor(
    private readonly database: DataSource,
    private readonly secrets: SecretBox,
  ) {}

  async add(manager: EntityManager, notification: NewNotification): Promise<string> {
    const id = uuid();
    const { sender, kind, title, body, data, urgency, ttl, collapseKey, onlyIfOffline } = notification;
    await manager.query(
      `INSERT INTO notifications (id, sender, kind, sealed_content, urgency, ttl, collapse_key, only_if_offline, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(secs => greatest($6, ${MIN_LIFETIME})))`,
      [
        id,
        sender,
        kind,
        this.secrets.seal(PURPOSE, JSON.stringify({ title, body, data })),
        urgency,
        ttl,
        collapseKey ?? null,
        onlyIfOffline,
      ],
    );
    return id;
  }

  async find(id: string): Promise<Notification | undefined> {
    const [row] = await this.database.query(
      `SELECT id, sender, kind, sealed_content AS sealed, urgency, ttl, collapse_key AS "collapseKey",
              only_if_offline AS "onlyIfOffline", created_at AS "createdAt", expires_at AS "expiresAt"
       FROM notifications WHERE id = $1`,
      [id],
    );
    if (!row) return undefined;
    const { sealed, ...plain } = row;
    return { ...plain, ...JSON.parse(this.secrets.open(PURPOSE, sealed)) };
  }

  /** They are kept for a day after their end, so that an operator may see what became of them. */
  async purge(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      `DELETE FROM notifications WHERE expires_at < now() - interval '1 day'`,
    );
    return deleted;
  }
}
