import { addSkeletonColumns, dropSkeletonColumns } from '#platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What usernames look like is unique. Accounts whose usernames look alike keep them; the oldest has the skeleton. */
export class UsernameSkeletons1764201000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addSkeletonColumns(queryRunner, {
      table: 'users',
      column: 'username',
      prefix: 'username',
      order: 'date_joined, id',
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropSkeletonColumns(queryRunner, 'users', 'username');
  }
}
