import { BatchWriter } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AcknowledgedRefreshGenerations } from './acknowledged-refresh-generations';

/** For this long another process may still accept a token whose successor was presented here. */
const INTERVAL_MS = 500;

/** Writes acknowledged generations to the database in batches, for the other processes. */
@Injectable()
export class AcknowledgedRefreshGenerationsWriter extends BatchWriter<number> {
  constructor(acknowledged: AcknowledgedRefreshGenerations, database: DataSource) {
    super(database, acknowledged, {
      intervalMs: INTERVAL_MS,
      // Only the current generation matters.
      statement: `WITH seen AS (
         SELECT id, seen.generation
         FROM sessions JOIN unnest($1::uuid[], $2::integer[]) AS seen (id, generation) USING (id)
         WHERE revoked_at IS NULL AND counter = seen.generation AND seen_generation < seen.generation
         ORDER BY id FOR NO KEY UPDATE OF sessions
       )
       UPDATE sessions SET seen_generation = seen.generation FROM seen WHERE sessions.id = seen.id`,
      toParameter: (generation) => generation,
    });
  }
}
