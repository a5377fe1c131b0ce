import { TimestampWriter } from '#platform';
import { PresenceTracker } from '#presence';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Writes `last_seen` of many users to the database in one statement. */
@Injectable()
export class LastSeenWriter extends TimestampWriter {
  constructor(presence: PresenceTracker, database: DataSource) {
    super(
      database,
      { drain: () => presence.drainLastSeen(), restore: (taken) => presence.restoreLastSeen(taken) },
      `WITH seen AS (
         SELECT id, seen.at FROM users JOIN unnest($1::uuid[], $2::timestamptz[]) AS seen (id, at) USING (id)
         ORDER BY id FOR NO KEY UPDATE OF users
       )
       UPDATE users SET last_seen = greatest(users.last_seen, seen.at) FROM seen WHERE users.id = seen.id`,
    );
  }
}
