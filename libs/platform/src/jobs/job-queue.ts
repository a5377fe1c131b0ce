import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** graphile-worker waits e^attempt seconds, 6 h at most: 21 attempts spread over 3 days. */
const ATTEMPTS = 21;

export interface Job {
  task: string;
  payload: object;
  /** Whom it is about: an id, by which `forget` finds it. */
  about?: string;
  attempts?: number;
}

/** Writes jobs into the caller's transaction: the job exists exactly if what it reports was committed. */
@Injectable()
export class JobQueue {
  async add(manager: EntityManager, { task, payload, about, attempts = ATTEMPTS }: Job): Promise<void> {
    await manager.query('SELECT 1 FROM graphile_worker.add_job($1, $2::json, max_attempts => $3)', [
      task,
      JSON.stringify({ ...payload, about }),
      attempts,
    ]);
  }

  /** Removes the jobs about somebody, those that were given up too. One that is at work this moment is left to end. */
  async forget(manager: EntityManager, about: string): Promise<void> {
    await manager.query(
      `SELECT 1 FROM graphile_worker.complete_jobs(
         ARRAY(SELECT id FROM graphile_worker._private_jobs WHERE payload ->> 'about' = $1))`,
      [about],
    );
  }
}
