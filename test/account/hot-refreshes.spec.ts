import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const SESSIONS = 40;
const ROUNDS = 10;

interface Updates {
  all: number;
  hot: number;
}

describe('refreshes', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const updates = async (): Promise<Updates> => {
    await t.db.query('SELECT pg_stat_force_next_flush()');
    const [row] = await t.db.query(
      `SELECT n_tup_upd::integer AS "all", n_tup_hot_upd::integer AS hot
       FROM pg_stat_user_tables WHERE relname = 'sessions'`,
    );
    return row;
  };

  it('change no index', async () => {
    const person = await t.as.verifiedUser();
    const refreshed = await Promise.all(
      Array.from({ length: SESSIONS }, async () => (await t.as.signIn(person)).refresh),
    );
    const before = await updates();
    for (let round = 0; round < ROUNDS; round++)
      await Promise.all(
        refreshed.map(async (refresh, n) => {
          const answer = await t.http.post('/api/token/refresh', { refresh });
          expect(answer.status).toBe(200);
          refreshed[n] = answer.body.refresh;
        }),
      );
    // A connection reports what it has written within some seconds.
    const after = await waitFor(async () => {
      const now = await updates();
      return now.all - before.all >= SESSIONS * ROUNDS ? now : undefined;
    }, 'all are reported');
    expect((after.hot - before.hot) / (after.all - before.all)).toBeGreaterThan(0.9);
  });
});
