import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RoleChanged, SessionRevoked, TokenClaimsChange } from './authorization-event';
import { AuthorizationState } from './authorization-state';
import { type PermissionFlag, permissionFlags, type RoleGrants } from '../permissions/permissions';

/** Bytes of the heap after a full garbage collection. */
function retainedHeap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const at = '2026-11-23T09:00:00.000Z';
const expires_at = '2026-11-23T09:11:00.000Z';
const end = Date.parse(expires_at);

const noFlags = Object.fromEntries(permissionFlags.map((flag) => [flag, false])) as Record<PermissionFlag, boolean>;
const role = (grants: Partial<RoleGrants> = {}): RoleGrants => ({
  id: 'r',
  name: 'r',
  description: '',
  created_at: at,
  priority: 1,
  is_system: false,
  require_mfa: false,
  custom_permissions: {},
  ...noFlags,
  ...grants,
});
let revocations = 100;
const revoked = (...session_ids: string[]): SessionRevoked => ({
  type: 'session-revoked',
  seq: ++revocations,
  at,
  expires_at,
  user_id: 'u',
  session_ids,
  reason: 'logout',
});
const claims = (seq: number, role_ids: string[], email_verified = true): TokenClaimsChange => ({
  type: 'token-claims-change',
  seq,
  at,
  expires_at,
  user_id: 'u',
  role_ids,
  email_verified,
});
const changed = (seq: number, to: RoleGrants | null): RoleChanged => ({
  type: 'role-changed',
  seq,
  at,
  expires_at,
  role_id: 'r',
  role: to,
});
const token = { userId: 'u', sessionId: 's', roleIds: ['r'], emailVerified: false, mfaEnrolled: false };

describe('AuthorizationState', () => {
  it('keeps a revoked session until no token of it can be valid', () => {
    const state = new AuthorizationState();
    state.apply(revoked('s', 't'));
    expect([state.isSessionRevoked('s'), state.isSessionRevoked('t'), state.isSessionRevoked('x')]).toEqual([
      true,
      true,
      false,
    ]);
    state.prune(end - 1);
    expect(state.isSessionRevoked('s')).toBe(true);
    state.prune(end);
    expect(state.isSessionRevoked('s')).toBe(false);
  });

  it('applies the newest change of claims, in whatever order events arrive', () => {
    const state = new AuthorizationState();
    expect(state.currentClaims(token)).toEqual(token);
    state.apply(claims(2, ['admin']));
    state.apply(claims(1, ['user'], false));
    expect(state.currentClaims(token)).toEqual({ ...token, roleIds: ['admin'], emailVerified: true });
  });

  it('knows who must set a second factor, with every change of claims and roles', () => {
    const state = new AuthorizationState();
    const mustEnrol = (mfaEnrolled: boolean) => state.mustEnrolMfa(state.currentClaims({ ...token, mfaEnrolled }));
    state.load({ accessTokenTtl: Infinity, roles: [role()], events: [] });
    expect(mustEnrol(false)).toBe(false);
    state.apply(changed(1, role({ require_mfa: true })));
    expect([mustEnrol(false), mustEnrol(true)]).toEqual([true, false]);
    // An older source does not say it: the token does.
    state.apply(claims(2, ['r']));
    expect([mustEnrol(false), mustEnrol(true)]).toEqual([true, false]);
    const follower = new AuthorizationState();
    follower.applySnapshot(state.snapshot());
    expect(follower.currentClaims({ ...token, mfaEnrolled: true }).mfaEnrolled).toBe(true);
    state.apply({ ...claims(3, ['r']), mfa_enrolled: false });
    expect(mustEnrol(true)).toBe(true);
    state.apply({ ...claims(4, ['other']), mfa_enrolled: false });
    expect(mustEnrol(false)).toBe(false);
  });

  it('has the current roles; an older event does not bring a removed one back', () => {
    const state = new AuthorizationState();
    state.load({ accessTokenTtl: Infinity, roles: [role()], events: [] });
    state.apply(changed(1, role({ can_moderate: true })));
    expect(state.holds(token, 'can_moderate')).toBe(true);
    state.apply(changed(3, null));
    state.apply(changed(2, role({ can_moderate: true })));
    expect(state.holds(token, 'can_moderate')).toBe(false);
    expect(state.rolesOf(token)).toEqual([]);
  });

  it('loads a window without losing known revocations', () => {
    const state = new AuthorizationState();
    state.apply(revoked('s'));
    state.load({
      accessTokenTtl: Infinity,
      roles: [role({ can_ban_users: true })],
      events: [revoked('t'), claims(5, ['r'])],
    });
    expect([state.isSessionRevoked('s'), state.isSessionRevoked('t')]).toEqual([true, true]);
    expect(state.permissionsOf(token)).toMatchObject({ can_ban_users: true, can_moderate: false });
  });

  it('equals the source after a snapshot, though it missed the last change and received the one before', () => {
    const [source, follower] = [new AuthorizationState(), new AuthorizationState()];
    const later = new Date(Date.now() + 60_000).toISOString();
    const tell = (seq: number, to: RoleGrants | null, ...states: AuthorizationState[]) =>
      states.forEach((state) => state.apply({ ...changed(seq, to), expires_at: later }));
    for (const state of [source, follower]) state.load({ accessTokenTtl: Infinity, roles: [role()], events: [] });
    tell(1, role({ can_moderate: true }), source, follower);
    tell(2, role({ can_ban_users: true }), source);
    follower.applySnapshot(source.snapshot());
    expect(follower.rolesOf(token)).toEqual([role({ can_ban_users: true })]);

    tell(3, role({ can_moderate: true }), source, follower);
    tell(4, null, source);
    follower.applySnapshot(source.snapshot());
    expect(follower.rolesOf(token)).toEqual([]);

    // Another source, which is a moment behind.
    tell(6, role({ can_delete_messages: true }), follower);
    tell(5, role(), source);
    follower.applySnapshot(source.snapshot());
    expect(follower.rolesOf(token)).toEqual([role({ can_delete_messages: true })]);
    tell(5, role(), follower);
    expect(follower.rolesOf(token)).toEqual([role({ can_delete_messages: true })]);
  });

  it('reports its staleness', () => {
    const state = new AuthorizationState();
    expect(state.staleness()).toBeGreaterThan(1e9);
    state.markFresh(1000);
    expect(state.staleness(4500)).toBe(3500);
  });

  it('gives the owner every permission, custom ones of other roles included', () => {
    const state = new AuthorizationState();
    const owner = role({ id: 'o', name: 'owner', is_system: true, priority: 1000 });
    state.load({
      accessTokenTtl: Infinity,
      roles: [owner, role({ custom_permissions: { can_pin: false, max_pins: 5 } })],
      events: [],
    });
    const mine = { ...token, roleIds: ['o'] };
    expect(state.permissionsOf(mine)).toMatchObject({ can_manage_roles: true, can_pin: true, max_pins: 5 });
  });

  it('takes a custom value from the role of highest priority', () => {
    const state = new AuthorizationState();
    const low = role({ id: 'a', priority: 1, custom_permissions: { max: 9, only: 'low' } });
    const high = role({ id: 'b', priority: 2, custom_permissions: { max: 1 } });
    state.load({ accessTokenTtl: Infinity, roles: [low, high], events: [] });
    expect(state.permissionsOf({ roleIds: ['a', 'b'] })).toMatchObject({ max: 1, only: 'low' });
    expect(state.permissionsOf({ roleIds: ['b', 'a'] })).toMatchObject({ max: 1, only: 'low' });
  });

  it('prefers an event to roles that were read before it', () => {
    const state = new AuthorizationState();
    state.load({ accessTokenTtl: Infinity, roles: [role()], events: [changed(7, role({ can_moderate: true }))] });
    expect(state.holds(token, 'can_moderate')).toBe(true);
    // What came in while the window was being read is newer than both.
    const soon = {
      ...changed(8, role({ can_ban_users: true })),
      expires_at: new Date(Date.now() + 60_000).toISOString(),
    };
    state.apply(soon);
    state.load({ accessTokenTtl: Infinity, roles: [role()], events: [] });
    expect(state.holds(token, 'can_ban_users')).toBe(true);
  });

  it('notifies listeners of each event once, until they unsubscribe', () => {
    const state = new AuthorizationState();
    const received: number[] = [];
    const stop = state.subscribe(({ seq }) => received.push(seq));
    const event = claims(3, ['r']);
    state.apply(event);
    state.apply(event);
    state.apply(claims(2, ['old']));
    state.load({ accessTokenTtl: Infinity, roles: [], events: [event, changed(4, role())] });
    stop();
    state.apply(changed(5, null));
    expect(received).toEqual([3, 4]);
  });

  it('a snapshot contains the whole state', () => {
    const [one, other] = [new AuthorizationState(), new AuthorizationState()];
    one.load({
      accessTokenTtl: Infinity,
      roles: [role({ can_moderate: true })],
      events: [revoked('s', 't'), claims(6, ['r'])],
    });
    other.applySnapshot(JSON.parse(JSON.stringify(one.snapshot())));
    expect(other.snapshot()).toEqual(one.snapshot());
    expect([other.isSessionRevoked('s'), other.isSessionRevoked('t'), other.holds(token, 'can_moderate')]).toEqual([
      true,
      true,
      true,
    ]);
    other.prune(end);
    expect(other.size()).toMatchObject({ endedSessions: 0, changedClaims: 0 });
  });

  describe('if the lifetime of tokens is known', () => {
    const LIFE = 600;
    const MINUTE = 60_000;
    const known = (ttl = LIFE) => {
      const state = new AuthorizationState();
      state.load({ accessTokenTtl: ttl, roles: [], events: [] });
      return state;
    };
    const receivedAt = Date.parse(at);

    it('keeps an event for the lifetime and two minutes, whatever setting its writer had', () => {
      for (const written of ['2026-11-23T09:00:01.000Z', '2026-11-24T10:00:00.000Z']) {
        const state = known();
        state.apply({ ...revoked('s'), expires_at: written }, receivedAt);
        state.apply({ ...claims(1, ['a']), expires_at: written }, receivedAt);
        state.prune(receivedAt + 12 * MINUTE - 1);
        expect(state.size()).toMatchObject({ endedSessions: 1, changedClaims: 1 });
        state.prune(receivedAt + 12 * MINUTE);
        expect(state.size()).toMatchObject({ endedSessions: 0, changedClaims: 0 });
      }
    });

    it('keeps a late event from its arrival on: tokens were issued until it was committed', () => {
      const state = known(10);
      state.apply(revoked('s'), receivedAt + 30 * MINUTE);
      state.prune(receivedAt + 32 * MINUTE);
      expect(state.isSessionRevoked('s')).toBe(true);
    });

    it('keeps entries for longer if the next source has a longer lifetime', () => {
      const [short, long] = [known(10), known(LIFE)];
      const [ending, change, edit] = [revoked('s'), claims(1, ['a']), changed(2, null)];
      for (const state of [short, long]) for (const event of [ending, change, edit]) state.apply(event, receivedAt);
      short.applySnapshot(long.snapshot());
      expect(short.accessTokenTtl).toBe(LIFE);
      short.prune(receivedAt + 11 * MINUTE);
      expect(short.isSessionRevoked('s')).toBe(true);
      expect(short.currentClaims(token).roleIds).toEqual(['a']);
      expect(short.snapshot().changed_roles).toEqual([expect.objectContaining({ role_id: 'r' })]);
    });

    it('notifies listeners when the lifetime changes', () => {
      const state = known();
      let calls = 0;
      state.onTtlChange(() => calls++);
      state.applySnapshot(known(LIFE).snapshot());
      expect(calls).toBe(0);
      state.applySnapshot(known(10).snapshot());
      expect([calls, state.accessTokenTtl]).toEqual([1, 10]);
    });
  });

  it('keeps 100,000 revoked sessions in less than 50 MB', () => {
    const state = new AuthorizationState();
    const before = retainedHeap();
    for (let n = 0; n < 100_000; n++) state.apply(revoked(`0198a6f2-4c1e-7d3a-9b57-${String(n).padStart(12, '0')}`));
    expect(retainedHeap() - before).toBeLessThan(50e6);
    expect(state.size().endedSessions).toBe(100_000);
    state.prune(end);
    expect(state.size().endedSessions).toBe(0);
  });

  describe('when the clock is set', () => {
    const TTL = 600;
    let state: AuthorizationState;
    let wall: number;
    beforeEach(() => {
      jest.useFakeTimers();
      wall = Date.now();
      state = new AuthorizationState();
      state.clock.use(() => wall + performance.now());
      state.load({ accessTokenTtl: TTL, roles: [], events: [] });
      state.prune();
      state.apply({ ...revoked('s'), at: new Date(state.clock.now()).toISOString() });
    });
    afterEach(() => jest.useRealTimers());

    it.each([
      ['forward and back', 3_600_000],
      ['back and forward', -3_600_000],
    ])('%s, a session that has ended stays ended for as long as its token lives', (_, by) => {
      wall += by;
      state.prune();
      jest.advanceTimersByTime(30_000);
      state.prune();
      wall -= by;
      state.prune();
      jest.advanceTimersByTime((TTL + 60) * 1000);
      state.prune();
      expect(state.isSessionRevoked('s')).toBe(true);
    });

    it('what has ended is removed later', () => {
      wall += 3_600_000;
      state.prune();
      jest.advanceTimersByTime((TTL + 120) * 1000);
      state.prune();
      expect(state.size().endedSessions).toBe(0);
    });

    it('it is neither stale nor fresh by that', () => {
      wall += 3_600_000;
      expect(state.staleness()).toBe(0);
      jest.advanceTimersByTime(15_000);
      wall -= 7_200_000;
      expect(state.staleness()).toBeCloseTo(15_000, 0);
    });
  });
});
