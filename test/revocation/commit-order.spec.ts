import { AuthModule, AuthorizationState } from '#auth';
import { NestFactory } from '@nestjs/core';
import { Client } from 'pg';
import { EventStreamReader } from '../support/event-stream-reader';
import { freePort } from '../../tools/free-port';
import { claimsOf } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { createService, tokenOf } from '../support/services';
import { type TestApp, testApp } from '../support/test-app';
import { type TwoApps, twoApps } from '../support/two-apps';
import { waitFor } from '../support/wait-for';

/** A transaction that is held open for as long as a test wants. */
class Transaction {
  private constructor(private readonly client: Client) {}

  static async begin(url: string): Promise<Transaction> {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('BEGIN');
    return new Transaction(client);
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows are what a test makes them
  async query(sql: string, values: unknown[] = []): Promise<any[]> {
    return (await this.client.query(sql, values)).rows;
  }

  /** The end of a person's session, as the service writes it. @returns its number */
  async revoke(person: TestUser, age = 0): Promise<number> {
    const [{ seq }] = await this.query(
      `INSERT INTO authorization_events (type, at, payload)
       VALUES ('session-revoked', clock_timestamp() - make_interval(secs => $1),
               jsonb_build_object('user_id', $2::uuid, 'session_ids', jsonb_build_array($3::text), 'reason', 'logout'))
       RETURNING seq`,
      [age, person.id, claimsOf(person.access).sid],
    );
    return Number(seq);
  }

  async commit(): Promise<void> {
    await this.client.query('COMMIT');
    await this.client.end();
  }
}

const status = async (app: TestApp, { access }: TestUser) =>
  (await app.http.get('/api/sessions', { token: access })).status;

describe('an event whose number is lower, but which is committed later, is not lost', () => {
  let apps: TwoApps;
  let one: TestApp;
  let other: TestApp;
  const env = { PUBLIC_URL: '', PORT: '' };
  beforeAll(async () => {
    const port = await freePort();
    env.PUBLIC_URL = `http://127.0.0.1:${port}`;
    apps = await twoApps({ PUBLIC_URL: env.PUBLIC_URL });
    ({ one, other } = apps);
    env.PORT = String(port);
  });
  afterAll(() => apps.close());
  const begin = () => Transaction.begin(one.databaseUrl);

  it('to processes, to one that starts meanwhile, to streams and to services', async () => {
    const [early, late] = [await one.as.unverifiedUser(), await one.as.unverifiedUser()];
    const service = await createService(one.http, await one.as.owner());
    const token = await tokenOf(one.http, service);
    const [slow, quick] = [await begin(), await begin()];
    const [low, high] = [await slow.revoke(late), await quick.revoke(early)];
    expect(low).toBeLessThan(high);
    await quick.commit();
    await waitFor(async () => (await status(other, early)) === 401, 'the higher number is known');

    // All of these read what there is while the lower number is not committed.
    const started = await testApp({ DATABASE_URL: one.databaseUrl, SECRET_KEY: apps.secretKey, ...env });
    const follower = await NestFactory.createApplicationContext(
      AuthModule.forRoot({ issuer: started.url, credentials: { clientId: service.id, clientSecret: service.secret } }),
      { logger: false },
    );
    const readers = await Promise.all([one, started].map(({ url }) => EventStreamReader.open(url, token)));
    try {
      await follower.init();
      const state = follower.get(AuthorizationState);
      await waitFor(() => state.staleness() < 10_000, 'it follows');
      const { sid } = claimsOf(late.access);
      expect([state.isSessionRevoked(sid), state.isSessionRevoked(claimsOf(early.access).sid)]).toEqual([false, true]);
      expect(await Promise.all([one, other, started].map((app) => status(app, late)))).toEqual([200, 200, 200]);

      await slow.commit();
      for (const app of [one, other, started])
        await waitFor(async () => (await status(app, late)) === 401, 'the lower number is known');
      for (const reader of readers) await reader.next('session-revoked', ({ seq }) => seq === low);
      await waitFor(() => state.isSessionRevoked(sid), 'the service knows');
      readers.push(await EventStreamReader.open(other.url, token));
      expect(readers.at(-1)!.snapshot.ended_sessions).toContainEqual(expect.objectContaining({ id: sid }));
    } finally {
      readers.forEach((reader) => reader.close());
      await follower.close();
      await started.close();
    }
  });

  it('to a process that has no connection while it is committed', async () => {
    const [early, late] = [await one.as.unverifiedUser(), await one.as.unverifiedUser()];
    const [slow, quick] = [await begin(), await begin()];
    await slow.revoke(late);
    await quick.revoke(early);
    await quick.commit();
    await waitFor(async () => (await status(one, early)) === 401, 'the higher number is known');
    await slow.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'collabsphere-listen'`,
    );
    await slow.commit();
    for (const app of [one, other])
      await waitFor(async () => (await status(app, late)) === 401, 'the lower number is known');
  });

  it('to one that keeps events for a shorter time than the transaction took', async () => {
    const person = await one.as.unverifiedUser();
    const transaction = await begin();
    await transaction.revoke(person, 3600);
    await transaction.commit();
    await waitFor(async () => (await status(one, person)) === 401, 'it is known');
    for (const app of [one, other]) app.app.get(AuthorizationState).prune();
    expect([await status(one, person), await status(other, person)]).toEqual([401, 401]);
  });
});

describe('of two changes of one subject the later has the higher number', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const asOwner = () => ({ token: owner.access });
  const makeRole = async () =>
    (await t.http.post('/api/roles', { name: `role ${Math.random()}`, priority: 5 }, asOwner())).body.id as string;
  const giveRole = async (person: TestUser, role = 'moderator') => {
    await t.http.post('/api/assign-role', { user_id: person.id, role }, asOwner());
  };

  /** What is done, after what, and the row that both change. */
  const changes: [
    name: string,
    prepare: () => Promise<{ table: string; id: string; change: () => Promise<unknown> }>,
  ][] = [
    [
      'a role is given',
      async () => {
        const person = await t.as.verifiedUser();
        return { table: 'users', id: person.id, change: () => giveRole(person) };
      },
    ],
    [
      'a role is taken',
      async () => {
        const [person, role] = [await t.as.verifiedUser(), await makeRole()];
        await giveRole(person, role);
        const change = () => t.http.delete(`/api/users/${person.id}/roles/${role}`, asOwner());
        return { table: 'users', id: person.id, change };
      },
    ],
    [
      'an address is verified',
      async () => {
        const person = await t.as.unverifiedUser();
        const { token } = await t.mailbox.find(person.email, /verify/i);
        return { table: 'users', id: person.id, change: () => t.http.post('/api/verify-email', { token }) };
      },
    ],
    [
      'an address is changed',
      async () => {
        const person = await t.as.verifiedUser();
        const new_email = `new-${person.email}`;
        await t.http.post('/api/email/change', { new_email, password: person.password }, { token: person.access });
        const { token } = await t.mailbox.find(new_email, /confirm/i);
        return { table: 'users', id: person.id, change: () => t.http.post('/api/email/confirm', { token }) };
      },
    ],
    [
      'a role is edited',
      async () => {
        const id = await makeRole();
        const change = () => t.http.patch(`/api/roles/${id}`, { can_moderate: true }, asOwner());
        return { table: 'roles', id, change };
      },
    ],
    [
      'a role is removed',
      async () => {
        const id = await makeRole();
        return { table: 'roles', id, change: () => t.http.delete(`/api/roles/${id}`, asOwner()) };
      },
    ],
  ];

  it.each(changes)('where %s', async (_, prepare) => {
    const { table, id, change } = await prepare();
    const first = await Transaction.begin(t.databaseUrl);
    await first.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
    const changing = change();
    await waitFor(
      async () =>
        (
          await t.db.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          )
        ).length > 0,
      'it waits for the row',
    );
    // The event of the transaction in front gets its number now.
    const [{ seq }] = await first.query(
      `INSERT INTO authorization_events (type, payload) VALUES ('credential-change', '{"user_id": null}') RETURNING seq`,
    );
    await first.commit();
    await changing;
    const events = await t.db.query(
      `SELECT seq FROM authorization_events
       WHERE type IN ('token-claims-change', 'role-changed') AND coalesce(payload->>'role_id', payload->>'user_id') = $1
       ORDER BY authorization_events.seq DESC LIMIT 1`,
      [id],
    );
    expect(Number(events[0].seq)).toBeGreaterThan(Number(seq));
  });
});
