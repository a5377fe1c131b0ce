import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';

/** A reader that takes minutes, such as a backup, is waited for; meanwhile nobody waits behind this migration. */
const TRIES = 600;
const PAUSE_MS = 1000;

/** Repeats it until it gets its locks, each within a moment. */
export async function inShortTransaction(queryRunner: QueryRunner, ...statements: string[]): Promise<void> {
  for (let tries = 1; ; tries++) {
    await queryRunner.startTransaction();
    try {
      await queryRunner.query(`SET LOCAL lock_timeout = '500ms'`);
      for (const statement of statements) await queryRunner.query(statement);
      return await queryRunner.commitTransaction();
    } catch (error) {
      await queryRunner.rollbackTransaction();
      if ((error as { code?: unknown }).code !== '55P03' || tries === TRIES) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
