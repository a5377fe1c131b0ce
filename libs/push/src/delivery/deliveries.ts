import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';

export interface NewDelivery {
  userId: string;
  /** The device; null for the mail. */
  sessionId: string | null;
}

export interface Delivery {
  id: string;
  notificationId: string;
  sessionId: string;
  silent: boolean;
  /** Tries before this one. */
  attempts: number;
}

/** Final state of a delivery; `waiting` before. */
export type DeliveryOutcome =
  | 'sent'
  | 'mailed'
  /** By a socket instead. */
  | 'shown'
  | 'online'
  | 'expired'
  | 'gone'
  | 'rejected'
  | 'session_ended'
  | 'no_push_token'
  | 'provider_not_set_up'
  | 'account_closed';

/** What became of each notification on each device: written before anything is sent, and after. */
@Injectable()
export class Deliveries {
  constructor(private readonly database: DataSource) {}

  async add(manager: EntityManager, notificationId: string, deliveries: NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await manager.query(
      `INSERT INTO deliveries (id, notification_id, user_id, session_id)
       SELECT id, $1, user_id, session_id FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS new (id, user_id, session_id)`,
      [
        notificationId,
        deliveries.map(() => uuid()),
        deliveries.map(({ userId }) => userId),
        deliveries.map(({ sessionId }) => sessionId),
      ],
    );
  }

  /** @returns nothing where it has ended, or went with its session or account */
  async findWaiting(id: string): Promise<Delivery | undefined> {
    const [row] = await this.database.query(
      `SELECT id, notification_id AS "notificationId", session_id AS "sessionId", silent, attempts
       FROM deliveries WHERE id = $1 AND state = 'waiting'`,
      [id],
    );
    return row;
  }

  /** Sets `silent` on the waiting deliveries to a user's devices. @returns their ids */
  async startDevices(
    manager: EntityManager,
    notificationId: string,
    userId: string,
    silent: boolean,
  ): Promise<string[]> {
    const [rows] = await manager.query<[{ id: string }[], number]>(
      `UPDATE deliveries SET silent = $3
       WHERE notification_id = $1 AND user_id = $2 AND session_id IS NOT NULL AND state = 'waiting' RETURNING id`,
      [notificationId, userId, silent],
    );
    return rows.map(({ id }) => id);
  }

  /** Marks the mail as sent. @returns true for one of many callers at once, false where no mail is waiting */
  async claimMail(manager: EntityManager, notificationId: string, userId: string): Promise<boolean> {
    const [rows] = await manager.query<[object[], number]>(
      `UPDATE deliveries SET state = 'mailed', done_at = now()
       WHERE notification_id = $1 AND user_id = $2 AND session_id IS NULL AND state = 'waiting' RETURNING 1`,
      [notificationId, userId],
    );
    return rows.length > 0;
  }

  async finish(manager: EntityManager, id: string, state: DeliveryOutcome, answer?: string): Promise<void> {
    await manager.query(
      `UPDATE deliveries SET state = $2, last_answer = $3, attempts = attempts + 1, done_at = now()
       WHERE id = $1 AND state = 'waiting'`,
      [id, state, answer ?? null],
    );
  }

  /** All waiting deliveries of a notification to a user. */
  async finishAll(notificationId: string, userId: string, state: DeliveryOutcome): Promise<void> {
    await this.database.query(
      `UPDATE deliveries SET state = $3, done_at = now()
       WHERE notification_id = $1 AND user_id = $2 AND state = 'waiting'`,
      [notificationId, userId, state],
    );
  }

  async recordFailure(manager: EntityManager, id: string, answer: string): Promise<void> {
    await manager.query('UPDATE deliveries SET attempts = attempts + 1, last_answer = $2 WHERE id = $1', [id, answer]);
  }
}
