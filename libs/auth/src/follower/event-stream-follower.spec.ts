import { generateKeyPairSync } from 'node:crypto';
import type { AuthorizationEvent, SessionRevoked } from '../state/authorization-event';
import { AuthorizationState } from '../state/authorization-state';
import { EventStreamFollower } from './event-stream-follower';
import { FakeIssuer } from './issuer.fake';
import { RemoteKeySet } from '../keys/remote-key-set';
import { ServiceTokenProvider } from './service-token-provider';

const HOUR = 3_600_000;
const logger = { warn: () => undefined };
const later = () => new Date(Date.now() + 600_000).toISOString();
let seq = 0;
const revoked = (...session_ids: string[]): SessionRevoked => ({
  type: 'session-revoked',
  seq: ++seq,
  at: new Date().toISOString(),
  expires_at: later(),
  user_id: 'u',
  session_ids,
  reason: 'ban',
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) throw new Error('it did not come to that');
}

describe('EventStreamFollower', () => {
  let issuer: FakeIssuer;
  let state: AuthorizationState;
  let keys: RemoteKeySet;
  let follower: EventStreamFollower;
  let received: AuthorizationEvent[];

  beforeEach(async () => {
    issuer = await FakeIssuer.open();
    state = new AuthorizationState();
    received = [];
    state.subscribe((event) => received.push(event));
    const options = { issuer: issuer.url, credentials: { clientId: 'c', clientSecret: 's' } };
    keys = new RemoteKeySet(options, logger);
    follower = new EventStreamFollower(options, new ServiceTokenProvider(options), state, keys, logger);
  });
  afterEach(async () => {
    follower.onApplicationShutdown();
    await issuer.close();
  });
  const follow = async () => {
    follower.onApplicationBootstrap();
    await until(() => follower.stats.connected);
  };

  it('applies the snapshot, then each event', async () => {
    issuer.snapshot.ended_sessions = [{ id: 's', expires_at: later() }];
    expect(state.staleness()).toBeGreaterThan(1e9);
    await follow();
    expect([state.isSessionRevoked('s'), state.isSessionRevoked('t')]).toEqual([true, false]);
    expect(state.staleness()).toBeLessThan(5000);
    issuer.send('session-revoked', revoked('t'));
    issuer.send('something-new', { of: 'a newer issuer' });
    await until(() => state.isSessionRevoked('t'));
    expect(follower.stats).toMatchObject({ connects: 1, events: 1 });
  });

  it('misses nothing while disconnected, and notifies listeners', async () => {
    await follow();
    issuer.snapshot.ended_sessions = [{ id: 's', expires_at: later() }];
    issuer.snapshot.changed_claims = [
      { user_id: 'u', role_ids: ['r'], email_verified: true, seq: ++seq, expires_at: later() },
    ];
    issuer.disconnectAll();
    await until(() => follower.stats.connects === 2);
    expect(state.isSessionRevoked('s')).toBe(true);
    expect(received.map(({ type }) => type)).toEqual(['session-revoked', 'token-claims-change']);
    issuer.disconnectAll();
    await until(() => follower.stats.connects === 3);
    expect(received).toHaveLength(2);
  });

  it('is only as fresh as the source', async () => {
    await follow();
    const before = state.staleness();
    issuer.send('heartbeat', { stale_ms: 60_000 });
    issuer.send('session-revoked', revoked('x'));
    await until(() => state.isSessionRevoked('x'));
    expect(state.staleness()).toBeGreaterThanOrEqual(before);
    issuer.send('heartbeat', { stale_ms: 0 });
    issuer.send('session-revoked', revoked('y'));
    await until(() => state.isSessionRevoked('y'));
    expect(state.staleness()).toBeLessThan(5000);
  });

  it('goes by the time of the issuer while the clock of the machine is wrong', async () => {
    await follow();
    expect(follower.stats.clockSkewMs).toBeUndefined();
    const heartbeat = async (ahead: number) => {
      const time = new Date(Date.now() + ahead).toISOString();
      issuer.send('heartbeat', { stale_ms: 0, time });
      const id = `${ahead}`;
      issuer.send('session-revoked', revoked(id));
      await until(() => state.isSessionRevoked(id));
      return Math.round((state.clock.now() - Date.now()) / 10_000) * 10;
    };
    expect(await heartbeat(3_600_000)).toBe(3600);
    expect(follower.stats.clockSkewMs).toBeLessThan(-3_590_000);
    expect(await heartbeat(-3_600_000)).toBe(-3600);
    // A message may be late.
    expect(await heartbeat(-20_000)).toBe(0);
    expect(follower.stats.clockSkewMs).toBeGreaterThanOrEqual(20_000);
  });

  it('retries while the issuer is down, and recovers by itself', async () => {
    issuer.failWith = 503;
    follower.onApplicationBootstrap();
    await until(() => issuer.count('/oauth/token') >= 3);
    expect(state.staleness()).toBeGreaterThan(1e9);
    issuer.failWith = undefined;
    await until(() => follower.stats.connected);
  });

  it('requests a new token if the old one is refused', async () => {
    await follow();
    expect(issuer.count('/oauth/token')).toBe(1);
    issuer.failWith = 401;
    issuer.disconnectAll();
    await until(() => issuer.count('/api/authorization/events') >= 2);
    issuer.failWith = undefined;
    await until(() => follower.stats.connects === 2);
    expect(issuer.count('/oauth/token')).toBeGreaterThan(1);
  });

  describe('keys', () => {
    const jwk = (kid: string, retires_at: string | null = null) => ({
      ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
      ...{ kid, use: 'sig', alg: 'ES256', retires_at },
    });
    const past = new Date(Date.now() - HOUR).toISOString();
    const tell = (...signing_keys: object[]) => Object.assign(issuer.snapshot, { signing_keys });

    it('come from the stream, with each change, without a request for the key set', async () => {
      tell(jwk('a'));
      await follow();
      expect(await keys.find('a')).toBeDefined();
      issuer.send('signing-keys-changed', { signing_keys: [jwk('a', past), jwk('b')] });
      expect(await keys.find('b')).toBeDefined();
      expect(keys.isValid('a')).toBe(false);
      expect(await keys.find('junk')).toBeUndefined();
      expect(issuer.count('/.well-known/jwks.json')).toBe(0);
    });

    it('that are withdrawn do not come back, by a lagging process of the issuer or by a cached key set', async () => {
      tell(jwk('a', past), jwk('b'));
      await follow();
      tell(jwk('a'), jwk('b'));
      issuer.disconnectAll();
      await until(() => follower.stats.connects === 2);
      expect(keys.isValid('a')).toBe(false);
      issuer.jwks = [jwk('a'), jwk('b')];
      issuer.failWith = 503;
      issuer.disconnectAll();
      await until(() => !follower.stats.connected);
      issuer.failWith = undefined;
      issuer.silent = true;
      await keys.find('c', Date.now() + HOUR);
      expect(issuer.count('/.well-known/jwks.json')).toBe(1);
      expect([keys.isValid('a'), keys.isValid('b')]).toEqual([false, true]);
    });

    it('come from the key set if an older issuer does not send them', async () => {
      issuer.jwks = [jwk('a')];
      await follow();
      expect(await keys.find('a')).toBeDefined();
      expect(state.accessTokenTtl).toBe(Infinity);
    });
  });

  it('gets the lifetime of tokens from the stream', async () => {
    issuer.snapshot.access_token_ttl = 3600;
    await follow();
    expect(state.accessTokenTtl).toBe(3600);
    issuer.snapshot.access_token_ttl = 10;
    issuer.disconnectAll();
    await until(() => follower.stats.connects === 2);
    expect(state.accessTokenTtl).toBe(10);
  });

  it('accepts a chunk that ends in the middle of a character', async () => {
    await follow();
    const event = { ...revoked('s'), type: 'role-changed', role_id: 'r', role: { id: 'r', name: 'Größe' } };
    const bytes = Buffer.from(`event: role-changed\ndata: ${JSON.stringify(event)}\n\n`);
    const streams = (issuer as unknown as { streams: Set<{ write(chunk: Buffer): void }> }).streams;
    const cut = bytes.indexOf(0xc3) + 1;
    for (const stream of streams) stream.write(bytes.subarray(0, cut));
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const stream of streams) stream.write(bytes.subarray(cut));
    await until(() => follower.stats.events === 1);
    expect([...state.allRoles()].map(({ name }) => name)).toEqual(['Größe']);
  });
});
