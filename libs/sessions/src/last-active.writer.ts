import { TimestampWriter } from '#platform';
import { SessionActivityBuffer } from '#presence';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Requests update a session's row at most this often; the time is shown to people. */
const PRECISION = "interval '5 min'";

/** Writes the time of each session's last request to the database in batches. */
@Injectable()
export class LastActiveWriter extends TimestampWriter {
  constructor(activity: SessionActivityBuffer, database: DataSource) {
    super(
      database,
      { drain: () => activity.drain(), restore: (taken) => activity.restore(taken) },
      `WITH seen AS (
         SELECT id, seen.at FROM sessions JOIN unnest($1::uuid[], $2::timestamptz[]) AS seen (id, at) USING (id)
         WHERE revoked_at IS NULL AND last_active_at < seen.at - ${PRECISION}
         ORDER BY id FOR NO KEY UPDATE OF sessions
       )
       UPDATE sessions SET last_active_at = seen.at FROM seen WHERE sessions.id = seen.id`,
    );
  }
}
