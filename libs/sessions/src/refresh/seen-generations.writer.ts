import { BatchWriter } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SeenGenerations } from './seen-generations';

/** For this long another process may still take a token for good whose successor was seen here. */
const EVERY_MS = 500;

/** Brings the generations that were seen into the database, where the other processes find them. */
@Injectable()
export class SeenGenerationsWriter extends BatchWriter<number> {
  constructor(seen: SeenGenerations, database: DataSource) {
    super(database, seen, {
      intervalMs: EVERY_MS,
      // Of a generation that is not the current one nobody asks any more.
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
