import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freshDatabase } from '../support/database';
import { claimsOf } from '../support/jwt';
import { type PresenceClient, PresenceClients } from '../support/presence-client';
import { ProcessClock } from '../support/process-clock';
import { createService } from '../support/services';
import { MESSAGES, ServiceProcess } from '../support/service-process';
import { firstOwner, type TestUser } from '../support/test-users';
import { totpCode } from '../support/totp';
import { waitFor } from '../support/wait-for';
import { freePort } from '../../tools/free-port';

jest.setTimeout(120_000);

const HOUR = 3600;
/** "At once" is milliseconds; the limit is what a busy machine may need. */
const SOON = 2000;
/** A follower hears of the time each 5 s. */
const HEARD_MS = 7000;
/** By then each process has removed what has ended by its clock. */
const PRUNED_MS = 32_000;

/** A process of the service, and a service that follows the right one, on a machine. */
interface Jumping {
  service: ServiceProcess;
  follower: ServiceProcess;
  clock: ProcessClock;
  seconds: number;
  /** Whose session goes on, who is banned while the clock is wrong, who has signed out before, who is watched. */
  cast: Record<'going' | 'banned' | 'ended' | 'late', TestUser>;
  sockets: PresenceClients;
  going: PresenceClient;
  watcher: PresenceClient;
  /** Of requests of the one whose session goes on. */
  statuses: Set<number>;
  /** The same at the follower, from when it has heard of the time. */
  statusesOfFollower: Set<number>;
}

describe('the clock of a process is set by an hour', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let dataDir: string;
  let right: ServiceProcess;
  let owner: TestUser;
  let jumping: Record<string, Jumping>;
  let db: Client;

  beforeAll(async () => {
    database = await freshDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'collabsphere-jump-'));
    db = new Client({ connectionString: database.url });
    await db.connect();
    const port = String(await freePort());
    const issuer = `http://127.0.0.1:${port}`;
    const env = {
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      BCRYPT_COST: '4',
      LOG_LEVEL: 'warn',
      RATE_LIMIT_SCALE: '1000',
      PUBLIC_URL: issuer,
      BOOTSTRAP_ADMIN_EMAIL: firstOwner.email,
      BOOTSTRAP_ADMIN_PASSWORD: firstOwner.password,
    };
    right = await ServiceProcess.start({ ...env, PORT: port });
    owner = await signedIn(firstOwner);
    const { id, secret } = await createService(right.http, owner);
    const following = { AUTH_ISSUER: issuer, AUTH_CLIENT_ID: id, AUTH_CLIENT_SECRET: secret };
    const [forward, back] = await Promise.all([HOUR, -HOUR].map((seconds) => start(env, following, seconds)));
    jumping = { forward: forward!, back: back! };
    await Promise.all(Object.values(jumping).map(({ service, clock, seconds }) => clock.set(seconds, service.http)));
    await Promise.all(Object.values(jumping).map(useForAWhile));
  });
  afterAll(async () => {
    for (const { sockets } of Object.values(jumping ?? {})) sockets.close();
    const others = Object.values(jumping ?? {}).flatMap(({ service, follower }) => [service, follower]);
    await Promise.all([right, ...others].map((each) => each?.kill()));
    await db.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function signedIn({ email, password }: { email: string; password: string }, at = right): Promise<TestUser> {
    const { body } = await at.http.post('/api/login', { email, password });
    const { id, username } = body.user;
    return { id, email, username, password, access: body.tokens.access, refresh: body.tokens.refresh };
  }

  async function person(name: string): Promise<TestUser> {
    const form = {
      email: `${name}@example.com`,
      username: name,
      full_name: 'Pat Person',
      password: 'correct horse battery',
    };
    await right.http.post('/api/register', form);
    await db.query('UPDATE users SET email_verified = true');
    return signedIn(form);
  }

  async function start(env: NodeJS.ProcessEnv, following: NodeJS.ProcessEnv, seconds: number): Promise<Jumping> {
    const clock = await ProcessClock.make();
    const service = await ServiceProcess.start({ ...env, ...clock.env });
    const follower = await ServiceProcess.start({ ...following, ...clock.env }, MESSAGES);
    const named = async (name: string) => person(`${name}${seconds > 0 ? 'forward' : 'back'}`);
    const cast = {
      going: await named('going'),
      banned: await named('banned'),
      ended: await named('ended'),
      late: await named('late'),
    };
    await right.http.post('/api/logout', {}, { token: cast.ended.access });
    await waitFor(async () => (await statusAt(follower, cast.ended)) === 401, 'the follower knows of it', SOON);
    const sockets = new PresenceClients(service.url);
    const [going, watcher] = [await sockets.connect(cast.going), await sockets.connect(cast.late)];
    expect(await watcher.watch(cast.going)).toMatchObject([{ is_online: true }]);
    const statuses = { statuses: new Set<number>(), statusesOfFollower: new Set<number>() };
    return { service, follower, clock, seconds, cast, sockets, going, watcher, ...statuses };
  }

  /** A client that asks all the time, until everything that runs from time to time has run. */
  async function useForAWhile({ service, follower, cast, statuses, statusesOfFollower }: Jumping): Promise<void> {
    const start = performance.now();
    for (let since = 0; since < PRUNED_MS; since = performance.now() - start) {
      statuses.add(await statusAt(service, cast.going));
      const status = await statusAt(follower, cast.going);
      if (since > HEARD_MS || status >= 500) statusesOfFollower.add(status);
      await sleep(100);
    }
  }

  const statusAt = async ({ http, program }: ServiceProcess, { access: token }: { access: string }) =>
    (await http.get(program === MESSAGES ? '/messages' : '/api/profile', { token })).status;
  const everywhere = ({ service, follower }: Jumping, user: { access: string }) =>
    Promise.all([service, right, follower].map((each) => statusAt(each, user)));
  const refreshed = async ({ http }: ServiceProcess, user: TestUser): Promise<TestUser> => {
    const { status, body } = await http.post('/api/token/refresh', { refresh: user.refresh });
    expect(status).toBe(200);
    return Object.assign(user, { access: body.access, refresh: body.refresh });
  };
  const isEnded = async (it: Jumping, user: TestUser) => {
    expect(await everywhere(it, user)).toEqual([401, 401, 401]);
    for (const { http } of [it.service, right])
      expect((await http.post('/api/token/refresh', { refresh: user.refresh })).status).toBe(401);
  };

  describe.each(['forward', 'back'])('%s', (direction) => {
    let its: Jumping;
    beforeAll(() => (its = jumping[direction]!));

    it('a valid token works all the time', () => expect([...its.statuses]).toEqual([200]));

    it('it works at services that follow, too', () => expect([...its.statusesOfFollower]).toEqual([200]));

    it('sockets stay open, and no user who is online is shown offline', () => {
      expect([its.going, its.watcher].map(({ socket }) => socket.connected)).toEqual([true, true]);
      expect(its.watcher.updatesOf(its.cast.going).filter(({ is_online }) => !is_online)).toEqual([]);
    });

    it('a session that has ended stays ended', () => isEnded(its, its.cast.ended));

    it('its tokens have the time of the database, and work everywhere', async () => {
      const { service, cast } = its;
      await refreshed(service, cast.going);
      const { iat, exp } = claimsOf(cast.going.access);
      expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(60);
      expect(exp).toBeGreaterThan(iat);
      expect(await everywhere(its, cast.going)).toEqual([200, 200, 200]);
      const again = await signedIn(cast.going, service);
      expect(await everywhere(its, again)).toEqual([200, 200, 200]);
    });

    it('a code of an authenticator app works', async () => {
      const { http } = its.service;
      const token = its.cast.going.access;
      const { body } = await http.post('/api/mfa/totp', {}, { token });
      const confirmed = await http.post('/api/mfa/totp/confirm', { code: totpCode(body.secret) }, { token });
      expect(confirmed.status).toBe(200);
    });

    it('a ban until a time is effective at once, and until then', async () => {
      const { service, cast } = its;
      const socket = await its.sockets.connect(cast.banned);
      expect(await statusAt(service, cast.banned)).toBe(200);
      const until = new Date(Date.now() + 600_000).toISOString();
      const ban = { reason: 'spam', until };
      const path = `/api/users/${cast.banned.id}/ban`;
      expect((await service.http.post(path, ban, { token: owner.access })).status).toBe(200);
      await socket.waitForEvent('disconnect');
      for (const each of [right, its.follower])
        await waitFor(async () => (await statusAt(each, cast.banned)) === 401, 'the others know of it', SOON);
      await isEnded(its, cast.banned);
      const { email, password } = cast.banned;
      const { status, body } = await service.http.post('/api/login', { email, password });
      expect([status, body.code]).toEqual([403, 'account_banned']);
    });
  });

  describe('when it is right again', () => {
    beforeAll(() => Promise.all(Object.values(jumping).map(({ clock, service }) => clock.set(0, service.http))));

    describe.each(['forward', 'back'])('after %s', (direction) => {
      let its: Jumping;
      beforeAll(() => (its = jumping[direction]!));

      it('sessions go on', async () => {
        expect(await everywhere(its, its.cast.going)).toEqual([200, 200, 200]);
        await refreshed(its.service, its.cast.going);
        expect(await everywhere(its, its.cast.going)).toEqual([200, 200, 200]);
        expect([its.going, its.watcher].map(({ socket }) => socket.connected)).toEqual([true, true]);
      });

      it('those that have ended stay ended', async () => {
        await isEnded(its, its.cast.ended);
        await isEnded(its, its.cast.banned);
      });

      it('there was no 5xx', async () => {
        const { body } = await its.service.http.get('/metrics');
        expect(body).toMatch(/http_request_duration_seconds_count.*status="200"/);
        expect(body).not.toMatch(/http_request_duration_seconds_count.*status="5/);
      });
    });
  });
});
