import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Negative numbers become 0. The guards took them for held, the hierarchy for nothing, so that anybody who ran roles
 * could have written one: none of them is trusted. Every other value stays, longer texts than are taken now too.
 */
export class PermissionValues1764200001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE roles SET version = version + 1, custom_permissions = (
        SELECT jsonb_object_agg(key, CASE WHEN value < '0' AND jsonb_typeof(value) = 'number' THEN '0' ELSE value END)
        FROM jsonb_each(custom_permissions))
      WHERE jsonb_path_exists(custom_permissions, 'strict $.* ? (@ < 0)')
    `);
  }

  async down(): Promise<void> {
    // What a negative number was is not known any more; 0 means the same to the version before: not held.
  }
}
