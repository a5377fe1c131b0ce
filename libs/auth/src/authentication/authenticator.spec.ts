import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { AuthException } from '../auth.errors';
import type { Principal } from '../tokens/caller';
import { Authenticator } from './authenticator';
import { AuthorizationState } from '../state/authorization-state';
import { VerificationKeys } from '../keys/verification-keys';
import { VerifiedTokenCache } from './verified-token-cache';

const HOUR = 3600;
const options = { issuer: 'https://auth.test', audience: 'us', whenStale: 'allow' as const };
const { publicKey: key, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const now = Math.floor(Date.now() / 1000);
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(claims: object): string {
  const payload = {
    iss: options.issuer,
    aud: options.audience,
    sub: randomUUID(),
    sid: randomUUID(),
    jti: randomUUID(),
    client_id: 'app',
    iat: now,
    exp: now + HOUR,
    roles: [],
    email_verified: true,
    ...claims,
  };
  const data = `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 'k' })}.${encode(payload)}`;
  return `${data}.${sign('sha256', Buffer.from(data), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

describe('Authenticator: a token', () => {
  let state: AuthorizationState;
  let keys: VerificationKeys;
  let authenticator: Authenticator;
  beforeEach(() => {
    state = new AuthorizationState();
    keys = new VerificationKeys();
    keys.replace([{ kid: 'k', key }]);
    authenticator = new Authenticator(state, new VerifiedTokenCache(), keys, options as never);
  });
  const ttl = (seconds: number) => state.load({ accessTokenTtl: seconds, roles: [], events: [] });
  const principal = async (claims: object) => (await authenticator.verify(token(claims))) as Principal | undefined;

  it.each([
    ['as set when it was made', HOUR, HOUR],
    ['longer than when it was made', 2 * HOUR, HOUR],
    ['shorter than when it was made', 600, 600],
    ['one second', 1, 1],
  ])('expires by its own exp and by the lifetime that is set now: %s', async (_, seconds, life) => {
    const caller = (await principal({}))!;
    ttl(seconds);
    expect(authenticator.tokenExpiry(caller)).toBe((now + life) * 1000);
    expect(authenticator.isUnexpired(caller, (now + life) * 1000 - 1)).toBe(true);
    expect(authenticator.isUnexpired(caller, (now + life) * 1000)).toBe(false);
  });

  it('expires by its own exp if the issuer does not say the lifetime', async () => {
    state.applySnapshot({ roles: [], changed_roles: [], ended_sessions: [], changed_claims: [] });
    expect(authenticator.tokenExpiry((await principal({}))!)).toBe((now + HOUR) * 1000);
  });

  it('that is cached is invalid as soon as the lifetime that is set is shorter than its age', async () => {
    const old = token({ iat: now - 30, exp: now + HOUR });
    const caller = (await authenticator.verify(old))!;
    expect(authenticator.authorize(caller)).toMatchObject({ userId: expect.any(String) });
    ttl(10);
    expect(authenticator.authorize(caller)).toBe('invalid_token');
    expect(authenticator.findVerified(old)).toBeUndefined();
    expect(await authenticator.verify(old)).toBeUndefined();
  });

  it('of a service expires in the same way', async () => {
    const service = { sub: 'svc', client_id: 'svc', sid: undefined, roles: undefined, scope: 'a' };
    const caller = (await authenticator.verify(token({ ...service, iat: now - 30 })))!;
    const asked = { allowsStale: false, allowsUnverifiedEmail: false, scopes: ['a'] };
    expect(authenticator.authorize(caller, asked)).toBe(caller);
    ttl(10);
    expect(authenticator.authorize(caller, asked)).toBe('invalid_token');
  });

  it('from the future is refused beyond a clock skew of one minute', async () => {
    ttl(600);
    expect(await principal({ iat: now + 50, exp: now + HOUR })).toBeDefined();
    expect(await principal({ iat: now + 65, exp: now + HOUR })).toBeUndefined();
    expect(await principal({ iat: 1e300, exp: now + HOUR })).toBeUndefined();
  });

  it('from the future is refused also if it was verified before the clock was set back', async () => {
    ttl(600);
    const caller = (await authenticator.verify(token({ iat: now, exp: now + 600 })))!;
    expect(authenticator.isUnexpired(caller, (now - 50) * 1000)).toBe(true);
    expect(authenticator.isUnexpired(caller, (now - 65) * 1000)).toBe(false);
  });

  it.each([
    ['sub', 'x'],
    ['sub', ''],
    ['sub', '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e4'],
    ['sub', '0198A6F2-4C1E-7D3A-9B57-2F6F0C1D8E41'],
    ['sub', '\u0000'],
    ['sid', 'x'],
    ['jti', 'x'],
    ['roles', ['owner']],
    ['client_id', 'a\u0000'],
    ['client_id', '\ud800'],
    ['iat', null],
    ['exp', '9999999999'],
    ['mfa_enrolled', 'true'],
    ['mfa_enrolled', null],
    ['auth_time', String(now)],
    ['auth_time', null],
    ['auth_time', -1],
    ['amr', 'pwd'],
    ['amr', [1]],
    ['amr', null],
    ['acr', 2],
    ['acr', null],
  ])('with a valid signature is refused with %s %j', async (claim, value) => {
    expect(await principal({ [claim]: value })).toBeUndefined();
  });

  it('says when and how its user has authenticated', async () => {
    const claims = { mfa_enrolled: true, auth_time: now - 5, amr: ['pwd', 'otp', 'mfa'], acr: 'aal2' };
    expect(await principal(claims)).toMatchObject({
      mfaEnrolled: true,
      authenticatedAt: (now - 5) * 1000,
      methods: ['pwd', 'otp', 'mfa'],
    });
    expect(await principal({})).toMatchObject({ mfaEnrolled: false, authenticatedAt: 0, methods: [] });
    expect(await principal({ acr: 'urn:later', amr: ['face'] })).toMatchObject({ methods: ['face'] });
  });

  it('is asserted to be recent as its claims are now', async () => {
    const caller = (await principal({ auth_time: now, amr: ['pwd'] }))!;
    const problem = (requirement?: object) => {
      try {
        authenticator.assertRecentAuthentication(caller, requirement);
        return undefined;
      } catch (error) {
        return (error as AuthException).getResponse();
      }
    };
    expect(problem()).toBeUndefined();
    expect(authenticator.findStepUp({ ...caller, authenticatedAt: 0 }, { onlyIfEnrolled: true })).toBeUndefined();
    const at = new Date().toISOString();
    const event = { seq: 1, at, expires_at: at, user_id: caller.userId, role_ids: [], email_verified: true };
    state.apply({ ...event, type: 'token-claims-change', mfa_enrolled: true });
    expect(problem()).toMatchObject({ code: 'step_up_required', acr_values: 'aal2', max_age: 900 });
    expect(problem({ maxAge: 60, onlyIfEnrolled: true })).toMatchObject({ acr_values: 'aal2', max_age: 60 });
  });

  it('is invalid when its key is withdrawn, removed, or retired by time', async () => {
    const caller = (await principal({}))!;
    for (const gone of [[], [{ kid: 'k', key, retiresAt: 0 }]]) {
      keys.replace([{ kid: 'k', key }]);
      expect(authenticator.authorize(caller)).toMatchObject({ userId: caller.userId });
      keys.replace(gone);
      expect(authenticator.authorize(caller)).toBe('invalid_token');
    }
    const later = new VerificationKeys();
    later.replace([{ kid: 'k', key, retiresAt: (now + 60) * 1000 }]);
    const other = new Authenticator(state, new VerifiedTokenCache(), later, options as never);
    expect([59, 60].map((second) => other.isUnexpired(caller, (now + second) * 1000))).toEqual([true, false]);
  });

  it('with an unknown key may be valid while the state is stale, else it is not', async () => {
    const unknown = token({}).replace(/^[^.]+/, encode({ alg: 'ES256', typ: 'at+jwt', kid: 'unknown' }));
    const strict = new Authenticator(state, new VerifiedTokenCache(), keys, {
      ...options,
      whenStale: 'refuse',
    } as never);
    const explain = () => ['x', 'x.y.z', token({}), unknown].map((each) => strict.explainUnverified(each));
    expect(explain()).toEqual([...Array(3).fill('invalid_token'), 'authorization_stale']);
    expect(authenticator.explainUnverified(unknown)).toBe('invalid_token');
    state.markFresh();
    expect(explain()).toEqual(Array(4).fill('invalid_token'));
    keys.replace([]);
    jest.spyOn(state, 'staleness').mockReturnValue(Infinity);
    expect(strict.explainUnverified(token({}))).toBe('invalid_token');
  });
});
