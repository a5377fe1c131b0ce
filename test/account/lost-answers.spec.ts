import { RefreshTokenCodec, AcknowledgedRefreshGenerationsWriter } from '#sessions';
import { claimsOf, jwt } from '../support/jwt';
import type { TestUser } from '../support/test-users';
import { PresenceClients } from '../support/presence-client';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { createService, form, type OAuthService } from '../support/services';
import { problemSummary } from '../support/matchers';
import { signingKeyOf } from '../support/service-token';
import { recordStatements } from '../support/record-statements';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const invalid = [401, 'invalid_refresh_token'];
const reused = [401, 'refresh_token_reused'];

/** Tokens as an answer has them. */
interface Pair {
  access: string;
  refresh: string;
}

describe('a refresh whose answer was lost', () => {
  let t: TestApp;
  let member: TestUser;
  let person: TestUser;
  let asking: OAuthService;
  let sockets: PresenceClients;
  beforeAll(async () => {
    t = await testApp();
    member = await t.as.verifiedUser();
    asking = await createService(t.http, await t.as.owner());
    sockets = new PresenceClients(t.url);
  });
  beforeEach(async () => {
    person = await t.as.signIn(member);
  });
  afterAll(async () => {
    sockets.close();
    await t.close();
  });

  const refresh = (token: string) => t.http.post('/api/token/refresh', { refresh: token });
  const refreshed = async (token: string): Promise<Pair> => (await refresh(token)).body;
  const profile = (access: string) => t.http.get('/api/profile', { token: access });
  const introspect = (token: string) => form(t.http, '/oauth/introspect', { token }, asking);
  const sessionId = () => claimsOf(person.access).sid as string;
  const session = async () => (await t.db.query('SELECT * FROM sessions WHERE id = $1', [sessionId()]))[0];
  /** The clock of the session goes on by this much. */
  const sleep = (time: string) =>
    t.db.query(
      `UPDATE sessions
       SET rotated_at = rotated_at - $2::interval, created_at = created_at - $2::interval,
           last_active_at = last_active_at - $2::interval,
           refresh_expires_at = refresh_expires_at - $2::interval, expires_at = expires_at - $2::interval
       WHERE id = $1`,
      [sessionId(), time],
    );

  it.each(['12 s', '1 h', '29 days'])('is answered again by the same successor after %s', async (time) => {
    const lost = await refreshed(person.refresh);
    await sleep(time);
    const found = await refreshed(person.refresh);
    expect(found.refresh).toBe(lost.refresh);
    expect((await profile(found.access)).status).toBe(200);
    expect((await refresh(found.refresh)).status).toBe(200);
    expect((await session()).counter).toBe(2);
  });

  it('is answered again as often as answers are lost', async () => {
    const { refresh: next } = await refreshed(person.refresh);
    for (let n = 0; n < 5; n++) {
      await sleep('20 days');
      expect((await refreshed(person.refresh)).refresh).toBe(next);
    }
    await sleep('29 days');
    expect((await refresh(next)).status).toBe(200);
  });

  it('is answered to 50 at once by one successor, in one rotation', async () => {
    const { refresh: next } = await refreshed(person.refresh);
    await sleep('1 h');
    const answers = await runConcurrently(50, () => refresh(person.refresh));
    expect(countOutcomes(answers)).toEqual({ '200': 50 });
    expect(new Set(answers.map(({ body }) => body.refresh))).toEqual(new Set([next]));
    expect((await session()).counter).toBe(1);
  });

  it('is answered again without a new 10 s for older tokens', async () => {
    await refresh(person.refresh);
    await sleep('1 h');
    const { access } = await refreshed(person.refresh);
    await profile(access);
    expect(problemSummary(await refresh(person.refresh))).toEqual(reused);
  });

  it('keeps the session for 30 more days when it is answered again, and not beyond its last day', async () => {
    await refreshed(person.refresh);
    await sleep('29 days');
    await refreshed(person.refresh);
    await sleep('29 days');
    expect((await refresh(person.refresh)).status).toBe(200);
    await sleep('31 days');
    expect(problemSummary(await refresh(person.refresh))).toEqual(invalid);
  });

  it.each([
    ['a logout', () => t.http.post('/api/logout', {}, { token: person.access })],
    ['the end of the session', () => t.http.delete(`/api/sessions/${sessionId()}`, { token: member.access })],
  ])('is not answered again after %s', async (_, end) => {
    await refreshed(person.refresh);
    await sleep('1 h');
    expect((await end()).status).toBeLessThan(300);
    expect(problemSummary(await refresh(person.refresh))).toEqual(invalid);
  });

  describe('counts as received, so that the old token is reuse,', () => {
    const doors: [string, (pair: Pair) => Promise<unknown>][] = [
      ['a request', ({ access }) => profile(access)],
      ['a request that is denied', ({ access }) => t.http.get('/api/audit-log', { token: access })],
      ['a socket', ({ access }) => sockets.connect({ access })],
      [
        'a fresh token on an open socket',
        async ({ access }) => (await sockets.connect(person)).request('authenticate', { token: access }),
      ],
      ['introspection of the access token', ({ access }) => introspect(access)],
      ['introspection of the refresh token', ({ refresh: token }) => introspect(token)],
      [
        'a service that gives the refresh token back',
        ({ refresh: token }) => form(t.http, '/oauth/revoke', { token }, asking),
      ],
      ['the next refresh', ({ refresh: token }) => refresh(token)],
    ];

    it.each(doors)('once its tokens came by %s', async (_, show) => {
      const answer = await refreshed(person.refresh);
      await show(answer);
      await sleep('11 s');
      expect(problemSummary(await refresh(person.refresh))).toEqual(reused);
      expect(problemSummary(await refresh(answer.refresh))).toEqual(invalid);
      expect(problemSummary(await profile(answer.access))).toEqual([401, 'invalid_token']);
      const [{ entries }] = await t.db.query(
        `SELECT count(*)::int AS entries FROM audit_log
         WHERE action = 'session.refresh_token_reuse' AND details->>'session_id' = $1`,
        [sessionId()],
      );
      expect(entries).toBe(1);
    });

    it('also in the row of the session, for other processes, after one write', async () => {
      const { access } = await refreshed(person.refresh);
      const again = await refreshed(person.refresh);
      await profile(access);
      await waitFor(async () => (await session()).seen_generation === 1, 'the generation is written');
      await introspect(access);
      await profile(again.access);
      const writes = await recordStatements(t.db, () => t.app.get(AcknowledgedRefreshGenerationsWriter).flush(), {
        background: true,
      });
      expect(writes).toEqual([]);
    });
  });

  describe('does not count as received', () => {
    const forged = (claims: object) => {
      const { kid, key } = signingKeyOf(t.app);
      return jwt({ alg: 'ES256', typ: 'at+jwt', kid }, { ...claimsOf(person.access), ...claims }, key);
    };

    it.each([
      ['older tokens', () => person.access],
      ['tokens of version 0.1, which name no generation,', () => forged({ generation: undefined })],
    ])('when %s are used', async (_, token) => {
      await refreshed(person.refresh);
      expect((await profile(token())).status).toBe(200);
      await sleep('1 h');
      expect((await refresh(person.refresh)).status).toBe(200);
    });

    it.each([['1'], [-1], [0.5], [null], [2 ** 60]])(
      'when a token names generation %j: it is none',
      async (generation) => {
        expect(problemSummary(await profile(forged({ generation })))).toEqual([401, 'invalid_token']);
      },
    );
  });

  it('still treats the token before it as reuse: its sender had the one in between', async () => {
    const second = await refreshed(person.refresh);
    await refreshed(second.refresh);
    expect(problemSummary(await refresh(person.refresh))).toEqual(reused);
  });

  it('never runs out of generations: the last one signs in again', async () => {
    await t.db.query('UPDATE sessions SET counter = 2147483646 WHERE id = $1', [sessionId()]);
    const last = t.app.get(RefreshTokenCodec).encode(sessionId(), 2 ** 31 - 2);
    const { refresh: next } = await refreshed(last);
    expect(problemSummary(await refresh(next))).toEqual(invalid);
    expect(problemSummary(await refresh(t.app.get(RefreshTokenCodec).encode(sessionId(), 2 ** 32 - 1)))).toEqual(
      invalid,
    );
  });
});
