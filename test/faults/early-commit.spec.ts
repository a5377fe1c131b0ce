import { PostgresCluster } from '../support/postgres-cluster';
import { type TestApp, testApp } from '../support/test-app';

jest.setTimeout(120_000);

/** A change releases its locks before it is on the disk, and is answered after that. */
describe('a commit', () => {
  let cluster: PostgresCluster;
  let t: TestApp;

  beforeAll(async () => {
    cluster = await PostgresCluster.create();
    await cluster.start();
    // By itself PostgreSQL writes through after this time.
    await cluster.query(`ALTER SYSTEM SET wal_writer_delay = '10s'`);
    await cluster.query('SELECT pg_reload_conf()');
    await cluster.query('CREATE DATABASE auth');
    t = await testApp({ DATABASE_URL: cluster.urlOf('auth') });
  }, 120_000);
  afterAll(async () => {
    await t?.close();
    await cluster.remove();
  });

  it('is asynchronous within the transaction, and only there', async () => {
    const setting = (query: (sql: string) => Promise<[{ synchronous_commit: string }]>) =>
      query('SHOW synchronous_commit').then(([row]) => row.synchronous_commit);
    expect(await t.db.transaction((manager) => setting((sql) => manager.query(sql)))).toBe('off');
    for (let n = 0; n < 20; n++) expect(await setting((sql) => t.db.query(sql))).toBe('on');
  });

  it('is written through when the transaction is over', async () => {
    for (let n = 0; n < 30; n++) {
      const lsn = await t.db.transaction(async (manager) => {
        await manager.query(`UPDATE users SET bio = 'n${n}'`);
        const [row] = await manager.query<[{ lsn: string }]>('SELECT pg_current_wal_insert_lsn()::text AS lsn');
        return row.lsn;
      });
      const [{ flushed }] = await t.db.query<[{ flushed: boolean }]>(
        'SELECT pg_current_wal_flush_lsn() > $1::pg_lsn AS flushed',
        [lsn],
      );
      expect(flushed).toBe(true);
    }
  });

  it('that was answered outlives a PostgreSQL that is killed', async () => {
    const people = [];
    for (let n = 0; n < 5; n++) people.push(await t.as.unverifiedUser());
    await cluster.kill();
    await cluster.start();
    const rows = await cluster.query<{ email: string }>('SELECT email FROM users', 'auth');
    expect(rows.map(({ email }) => email)).toEqual(expect.arrayContaining(people.map(({ email }) => email)));
  });
});
