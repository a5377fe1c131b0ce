import { addSkeletonColumns, dropSkeletonColumns, renewNameKeys } from '#platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first keeps its key or skeleton. */
const ORDER = 'created_at, id';

/** Names of services are compared as usernames are. Services whose names look alike keep them. */
export class ServiceNameSkeletons1764201000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await renewNameKeys(queryRunner, 'services', ORDER);
    await addSkeletonColumns(queryRunner, { table: 'services', column: 'name', prefix: 'name', order: ORDER });
  }

  /** The new keys stay. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await dropSkeletonColumns(queryRunner, 'services', 'name');
  }
}
