import { AuthorizationState } from '#auth';
import { Client } from 'pg';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const INSERT = `INSERT INTO authorization_events (type, payload)
  SELECT 'session-revoked', jsonb_build_object('user_id', null, 'session_ids', jsonb_build_array(id), 'reason', 'logout')
  FROM unnest($1::text[]) id`;

describe('notifications of authorization events', () => {
  let t: TestApp;
  let listener: Client;
  let payloads: string[];
  beforeAll(async () => {
    t = await testApp();
    listener = new Client(t.databaseUrl);
    listener.on('notification', ({ payload }) => payloads.push(payload!));
    await listener.connect();
    await listener.query('LISTEN authorization_events');
  });
  beforeEach(() => (payloads = []));
  afterAll(async () => {
    await listener.end();
    await t.close();
  });

  const insert = (...ids: string[]) => t.db.query(INSERT, [ids]);
  const state = () => t.app.get(AuthorizationState);
  const isKnown = (...ids: string[]) => ids.every((id) => state().isSessionRevoked(id));
  const rowsOf = (...ids: string[]) =>
    t.db.query(
      `SELECT seq::int, authorization_event_json(e) AS event FROM authorization_events e
       WHERE payload -> 'session_ids' ->> 0 = ANY ($1) ORDER BY seq`,
      [ids],
    );

  it('are one for each event of a statement, as version 0.1.0 reads them', async () => {
    const long = 'x'.repeat(7900);
    await insert('one', long, 'two');
    await waitFor(() => payloads.length >= 3, 'all of them');
    const [one, tooLong, two] = await rowsOf('one', long, 'two');
    expect(payloads.map((payload) => JSON.parse(payload))).toEqual([one.event, { seq: tooLong.seq }, two.event]);
    await waitFor(() => isKnown('one', long, 'two'), 'they are applied');
  });

  it('are not sent for a statement without events, nor for one that is rolled back', async () => {
    await insert();
    const runner = t.db.createQueryRunner();
    await runner.startTransaction();
    await runner.query(INSERT, [['rolled back']]);
    await runner.rollbackTransaction();
    await runner.release();
    await insert('after it');
    await waitFor(() => payloads.length > 0, 'the last one');
    expect(payloads).toEqual([expect.stringContaining('after it')]);
  });

  it.each([
    'garbage',
    '',
    '5',
    'null',
    '{}',
    '{"seq":"x"}',
    '{"type":"session-revoked","seq":-1}',
    '{"events":[null]}',
  ])('that are none end nothing: %p', async (payload) => {
    await t.db.query(`SELECT pg_notify('authorization_events', $1)`, [payload]);
    await insert(`after ${payload}`);
    await waitFor(() => isKnown(`after ${payload}`), 'what is written afterwards is applied');
    await waitFor(async () => (await t.http.get('/health/ready')).status === 200, 'the service is ready');
  });

  type Row = { seq: number; event: object };
  /** As if the trigger of a later version had sent this. */
  async function expectUnderstood(ids: string[], payloadOf: (rows: Row[]) => object): Promise<void> {
    await t.db.transaction(async (manager) => {
      await manager.query('ALTER TABLE authorization_events DISABLE TRIGGER authorization_events_notify');
      await manager.query(INSERT, [ids]);
      await manager.query('ALTER TABLE authorization_events ENABLE TRIGGER authorization_events_notify');
    });
    expect(ids.map((id) => isKnown(id))).toEqual(ids.map(() => false));
    const payload = JSON.stringify(payloadOf(await rowsOf(...ids)));
    await t.db.query(`SELECT pg_notify('authorization_events', $1)`, [payload]);
    await waitFor(() => isKnown(...ids), 'they are applied');
  }

  it('may contain several events', () =>
    expectUnderstood(['three', 'four', 'five'], (rows) => ({ events: rows.map(({ event }) => event) })));

  it('may name the first and the last number of several events', () =>
    expectUnderstood(['six', 'seven', 'eight'], (rows) => ({ first: rows[0]!.seq, last: rows.at(-1)!.seq })));
});
