import { setTimeout as sleep } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { isLockNotAvailable } from './database-outage';

/** A reader that takes minutes, such as a backup, is waited for; meanwhile no request waits behind the migration. */
const TRIES = 600;
const PAUSE_MS = 1000;

/** A step of a migration whose `transaction` is `false`. Repeats it until it gets its locks, each within a moment. */
export async function inShortTransaction(
  queryRunner: QueryRunner,
  ...steps: (string | (() => Promise<void>))[]
): Promise<void> {
  for (let tries = 1; ; tries++) {
    await queryRunner.startTransaction();
    try {
      await queryRunner.query(`SET LOCAL lock_timeout = '500ms'`);
      for (const step of steps) await (typeof step === 'string' ? queryRunner.query(step) : step());
      return await queryRunner.commitTransaction();
    } catch (error) {
      await queryRunner.rollbackTransaction();
      if (!isLockNotAvailable(error) || tries === TRIES) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
