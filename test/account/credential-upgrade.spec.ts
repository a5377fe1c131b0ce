import { OneTimeTokenVersion1764200003001 } from '#accounts';
import { migrate } from '#platform';
import { OneDevicePerPushToken1764200003002 } from '#sessions';
import { CredentialVersion1764200003000 } from '#users';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { schema } from '#composition';
import { emptyDatabase } from '../support/database';

const added: unknown[] = [
  CredentialVersion1764200003000,
  OneTimeTokenVersion1764200003001,
  OneDevicePerPushToken1764200003002,
];

describe('a database from before credentials had a version', () => {
  let url: string;
  let drop: () => Promise<void>;
  let db: DataSource;
  beforeEach(async () => {
    Logger.overrideLogger(false);
    ({ url, drop } = await emptyDatabase());
    await migrate(
      url,
      schema.migrations.filter((migration) => !added.includes(migration)),
    );
    db = await new DataSource({ type: 'postgres', url }).initialize();
  });
  afterEach(async () => {
    await db.destroy();
    await drop();
  });

  const user = async (name: string) => {
    const id = uuid();
    await db.query(
      `INSERT INTO users (id, email, email_key, username, username_key, full_name, full_name_key, password_hash)
       VALUES ($1, $2, $2, $3, $3, $3, $3, 'none')`,
      [id, `${name}@example.com`, name],
    );
    return id;
  };
  const session = async (userId: string, push: string | null) => {
    const id = uuid();
    await db.query(
      `INSERT INTO sessions (id, user_id, push_token, push_kind, ip, user_agent, refresh_expires_at, expires_at)
       VALUES ($1, $2, $3, CASE WHEN $3::text IS NOT NULL THEN 'fcm' END, '10.0.0.1', 'Phone/1',
               now() + interval '1 day', now() + interval '1 day')`,
      [id, userId, push],
    );
    return id;
  };

  it('keeps its links, and leaves each push token on the newest device', async () => {
    const [ann, bob] = [await user('ann'), await user('bob')];
    await db.query(
      `INSERT INTO one_time_tokens (hash, purpose, user_id, email, expires_at)
       VALUES ('\\x01', 'reset_password', $1, 'ann@example.com', now() + interval '1 hour')`,
      [ann],
    );
    await session(ann, 'shared');
    await session(bob, 'shared');
    const newest = await session(bob, 'shared');
    const own = await session(ann, 'x'.repeat(4000));
    const none = [await session(ann, null), await session(bob, null)];

    await migrate(url, schema.migrations);

    expect(await db.query('SELECT credential_version FROM one_time_tokens')).toEqual([{ credential_version: 0 }]);
    const held = await db.query('SELECT id FROM sessions WHERE push_token IS NOT NULL ORDER BY id');
    expect(held).toEqual([{ id: newest }, { id: own }]);
    expect(await db.query('SELECT count(*)::int FROM sessions')).toEqual([{ count: 4 + none.length }]);
    await expect(
      db.query(
        `UPDATE sessions SET push_token = 'shared', push_kind = 'fcm', device_key = sha256('shared') WHERE id = $1`,
        [own],
      ),
    ).rejects.toThrow(/sessions_one_per_push_token/);
  });
});
