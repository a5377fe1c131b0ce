import { migrate } from '#platform';
import { RevocationLifetimes1764200002000 } from '#sessions';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '#composition';
import { emptyDatabase } from '../support/database';

describe('a database of the version before', () => {
  it('keeps the events that it has for the longest life of a token', async () => {
    Logger.overrideLogger(false);
    const { url, drop } = await emptyDatabase();
    const own = schema.migrations.indexOf(RevocationLifetimes1764200002000);
    await migrate(url, schema.migrations.slice(0, own));
    const db = await new DataSource({ type: 'postgres', url }).initialize();
    try {
      const insert = (seconds: number) =>
        db.query(
          `INSERT INTO authorization_events (type, expires_at, payload)
           VALUES ('credential-change', now() + make_interval(secs => $1), '{"user_id": null}')`,
          [seconds],
        );
      for (const seconds of [70, 3660]) await insert(seconds);
      await migrate(url, schema.migrations);
      // A process of the version before is still running.
      await insert(70);
      const rows = await db.query(
        `SELECT payload, expires_at - at = interval '25 hours' AS kept FROM authorization_events`,
      );
      expect(rows).toEqual(Array(3).fill({ payload: { user_id: null }, kept: true }));
    } finally {
      await db.destroy();
      await drop();
    }
  });
});
