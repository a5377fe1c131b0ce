import { AuditLog } from '#audit';
import type { RequestMetadata } from '#platform';
import { type Actor, TransactionAuthorizer } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type StoredPreferences, type NotificationKind, type Preferences, withDefaults } from './preferences';

type Row = StoredPreferences & { userId: string };

/** What of it is left out stays. */
export type PreferencesEdit = Partial<StoredPreferences>;

/** Notification preferences of users. */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly database: DataSource,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly audit: AuditLog,
  ) {}

  async get(userId: string): Promise<Preferences> {
    return (await this.getAll(this.database.manager, [userId])).get(userId)!;
  }

  async getAll(manager: EntityManager, userIds: string[]): Promise<Map<string, Preferences>> {
    const rows = await manager.query<Row[]>(`${SELECT} WHERE user_id = ANY ($1)`, [userIds]);
    const chosen = new Map(rows.map((row) => [row.userId, row]));
    return new Map(userIds.map((id) => [id, withDefaults(chosen.get(id))]));
  }

  /** @param by with a session where signed in; without one for an unsubscribe link */
  async edit(
    by: Pick<Actor, 'userId'> | Actor,
    edit: PreferencesEdit,
    metadata: RequestMetadata,
  ): Promise<Preferences> {
    const { userId } = by;
    return this.database.transaction(async (manager) => {
      if ('sessionId' in by) await this.transactionAuthorizer.lockAndVerify(manager, by);
      const before = await this.lock(manager, userId);
      const kinds = { ...before.kinds };
      for (const [kind, channels] of Object.entries(edit.kinds ?? {}) as [NotificationKind, object][])
        kinds[kind] = { ...kinds[kind], ...channels };
      const after: StoredPreferences = {
        kinds,
        quietHours: edit.quietHours === undefined ? before.quietHours : edit.quietHours,
        dnd: edit.dnd ?? before.dnd,
      };
      await manager.query(
        `UPDATE notification_preferences SET kinds = $2, quiet_hours = $3, dnd = $4, updated_at = now()
         WHERE user_id = $1`,
        [userId, after.kinds, after.quietHours, after.dnd],
      );
      await this.audit.record(manager, {
        action: 'notification_preferences.edit',
        actorId: userId,
        subjectId: userId,
        details: { ...edit },
        metadata,
      });
      return withDefaults(after);
    });
  }

  /** Of many edits at once each sees what the one before has left. */
  private async lock(manager: EntityManager, userId: string): Promise<StoredPreferences> {
    await manager.query('INSERT INTO notification_preferences (user_id) VALUES ($1) ON CONFLICT DO NOTHING', [userId]);
    const [row] = await manager.query<Row[]>(`${SELECT} WHERE user_id = $1 FOR NO KEY UPDATE`, [userId]);
    return row!;
  }
}

const SELECT = `SELECT user_id AS "userId", kinds, quiet_hours AS "quietHours", dnd FROM notification_preferences`;
