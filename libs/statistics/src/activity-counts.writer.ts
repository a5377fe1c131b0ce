import { BatchWriter } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ActivityCounter } from './activity-counter';

/** How far a chart is behind at most. */
const INTERVAL_MS = 10_000;

/** Adds the counts of this process to those of the others. What a killed process had not written is lost. */
@Injectable()
export class ActivityCountsWriter extends BatchWriter<number> {
  constructor(counter: ActivityCounter, database: DataSource) {
    super(database, counter, {
      intervalMs: INTERVAL_MS,
      // Sorted, so that two processes lock the rows in the same order.
      statement: `
        INSERT INTO activity_counts (hour, kind, count)
        SELECT split_part(key, ' ', 1)::timestamptz, split_part(key, ' ', 2), added
        FROM unnest($1::text[], $2::bigint[]) AS counted (key, added) ORDER BY key
        ON CONFLICT (hour, kind) DO UPDATE SET count = activity_counts.count + excluded.count`,
      toParameter: (count) => count,
    });
  }
}
