import { TimestampWriter } from '#platform';
import { SessionActivity } from '#presence';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** People look for "today" or "last week": a session's row is written no more often than this by its requests. */
const PRECISION = "interval '5 min'";

/** Brings the time of each session's last request into the database. */
@Injectable()
export class LastActiveWriter extends TimestampWriter {
  constructor(activity: SessionActivity, database: DataSource) {
    super(
      database,
      { drain: () => activity.takeUnsaved(), restore: (taken) => activity.giveBack(taken) },
      `WITH seen AS (
         SELECT id, seen.at FROM sessions JOIN unnest($1::uuid[], $2::timestamptz[]) AS seen (id, at) USING (id)
         WHERE revoked_at IS NULL AND last_active_at < seen.at - ${PRECISION}
         ORDER BY id FOR NO KEY UPDATE OF sessions
       )
       UPDATE sessions SET last_active_at = seen.at FROM seen WHERE sessions.id = seen.id`,
    );
  }
}
