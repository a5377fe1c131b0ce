import { advisoryLocks, ExclusiveWork, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Sessions that are erased in one statement, so that it does not hold their rows for long. */
const BATCH_SIZE = 1000;

/** Deletes sessions some time after their end, and erases old IP addresses of those that are still stored. */
@Injectable()
export class SessionRetention {
  constructor(
    private readonly database: DataSource,
    private readonly settings: Settings,
    private readonly exclusive: ExclusiveWork,
  ) {}

  async deleteEnded(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      'DELETE FROM sessions WHERE least(revoked_at, refresh_expires_at) < now() - make_interval(secs => $1)',
      [this.settings.RETENTION_SESSIONS],
    );
    return deleted;
  }

  eraseAddresses(): Promise<number | undefined> {
    const { RETENTION_IP_ADDRESSES: seconds } = this.settings;
    if (seconds === null) return Promise.resolve(0);
    return this.exclusive.run(advisoryLocks.retention, async () => {
      for (let total = 0; ;) {
        const [, erased] = await this.database.query<[unknown, number]>(ERASE_SQL, [seconds]);
        total += erased;
        if (erased < BATCH_SIZE) return total;
      }
    });
  }
}

/**
 * A refresh writes IP address and user agent again, the network is of the sign-in. Locked in the order of the batch
 * writers; a row that is in use is left to the next run.
 */
const ERASE_SQL = `WITH old AS MATERIALIZED (
    SELECT id, rotated_at < now() - make_interval(secs => $1) AS is_idle FROM sessions
    WHERE (rotated_at < now() - make_interval(secs => $1) AND (ip <> '' OR user_agent <> ''))
       OR (created_at < now() - make_interval(secs => $1) AND network IS NOT NULL)
    ORDER BY id LIMIT ${BATCH_SIZE} FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE sessions SET network = NULL,
    ip = CASE WHEN is_idle THEN '' ELSE ip END, user_agent = CASE WHEN is_idle THEN '' ELSE user_agent END
  FROM old WHERE sessions.id = old.id`;
