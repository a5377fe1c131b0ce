import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditRetention1795734000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- The last entry that was archived and deleted: the chain begins after it. 0 is the beginning of the whole chain.
      CREATE TABLE audit_anchor (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        seq bigint NOT NULL,
        hash bytea NOT NULL,
        -- Up to this entry everything was erased that an entry audit.expire_origins allows.
        erased_seq bigint NOT NULL DEFAULT 0
      );
      INSERT INTO audit_anchor (seq, hash) VALUES (0, sha256(''));
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const [anchor] = await queryRunner.query('SELECT seq::text FROM audit_anchor');
    if (anchor.seq !== '0') throw new Error('There is no way back: the audit log no longer has its first entries.');
    await queryRunner.query('DROP TABLE audit_anchor');
  }
}
