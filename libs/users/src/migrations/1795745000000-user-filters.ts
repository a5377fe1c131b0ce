import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UserFilters1795745000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Of the beginning: 255 characters of a name may have a key that is longer than an entry of an index may be.
      CREATE INDEX users_full_name ON users (left(full_name_key, 100), id);
      CREATE INDEX users_full_name_start ON users (left(full_name_key, 100) text_pattern_ops);
      CREATE INDEX users_with_factor ON users (date_joined, id) WHERE mfa_methods <> '{}';
      CREATE INDEX users_deactivated ON users (date_joined, id) WHERE deactivated_at IS NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX users_full_name, users_full_name_start, users_with_factor, users_deactivated');
  }
}
