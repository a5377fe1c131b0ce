import { createPublicKey } from 'node:crypto';
import { Controller, Get, Injectable } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import {
  type Access,
  accessOf,
  Authenticator,
  AuthModule,
  AuthOptions,
  AuthorizationState,
  type AuthorizationWindow,
  AuthServiceOptions,
  type Caller,
  custom,
  customPermission,
  type Demands,
  type Heartbeat,
  holds,
  LiveSockets,
  type PermissionValue,
  type Principal,
  ServiceCredentials,
  ServiceTokenProvider,
  type SessionEnd,
  type SocketLike,
  VerificationKeys,
  verify,
  verifyJws,
} from './index';
import { TestAuth } from './testing';

@Injectable()
class Injected {
  constructor(readonly credentials: ServiceCredentials) {}
}

@Controller()
class Routes {
  @Get('mine')
  mine() {
    return {};
  }
}

const auth = new TestAuth();
const principals: Principal[] = [];
const options = {
  issuer: 'https://auth.test',
  credentials: { clientId: 'test', clientSecret: 'test' },
  seen: (principal: Principal) => void principals.push(principal),
};

async function openApp() {
  const builder = Test.createTestingModule({
    imports: [AuthModule.forRoot(options)],
    controllers: [Routes],
    providers: [Injected],
  });
  auth.override(builder).overrideProvider(AuthServiceOptions).useValue(options);
  const module = await builder.compile();
  return module.createNestApplication(new FastifyAdapter(), { logger: false }).init();
}

const socketOf = (token: string) => {
  const emitted: unknown[][] = [];
  const socket: SocketLike = {
    id: 's',
    handshake: { auth: { token } },
    data: {},
    connected: true,
    conn: { once: () => undefined, close: () => undefined },
    emit: (...values) => emitted.push(values),
    once: () => undefined,
    disconnect: () => undefined,
  };
  return { socket, emitted };
};

describe('names of version 0.1', () => {
  let app: Awaited<ReturnType<typeof openApp>>;
  beforeAll(async () => (app = await openApp()));
  afterAll(() => app.close());

  it('of Authenticator', async () => {
    const authenticator = app.get(Authenticator);
    const token = auth.token();
    const key = (await authenticator.keyFor(token))!;
    expect(authenticator.known(token)).toBeUndefined();
    const caller: Caller = authenticator.read(token, key)!;
    expect(authenticator.known(token)).toBe(caller);
    authenticator.remember('another', caller);
    expect(authenticator.findVerified('another')).toBe(caller);
    const demands: Demands = { allowsStale: false, allowsUnverifiedEmail: false, scopes: ['a'] };
    expect(authenticator.judge(caller)).toMatchObject({ tokenId: caller.tokenId });
    expect(authenticator.judge(caller, demands)).toBe('insufficient_scope');
    expect(authenticator.endOf(caller)).toBe(authenticator.tokenExpiry(caller));
    expect(authenticator.isAlive(caller, authenticator.tokenExpiry(caller))).toBe(false);
    expect(authenticator.isAlive(caller)).toBe(true);
  });

  it('of AuthorizationState', () => {
    const [state, caller] = [
      new AuthorizationState(),
      { userId: 'u', sessionId: 's', roleIds: [], emailVerified: true, mfaEnrolled: false },
    ];
    state.heard(1000);
    expect(state.staleness(3000)).toBe(2000);
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    state.restore({ roles: [], changed_roles: [], ended_sessions: [{ id: 's', expires_at }], changed_claims: [] });
    expect([state.isEnded('s'), state.isEnded('t')]).toEqual([true, false]);
    expect(state.current(caller)).toBe(caller);
    expect(state.keptUntil(0)).toBe(state.eventExpiry(0));
    expect(state.endOf({ issuedAt: 0, expiresAt: 5 } as Caller)).toBe(5);
  });

  it('of LiveSockets', async () => {
    const sockets = app.get(LiveSockets);
    const { socket, emitted } = socketOf(auth.token());
    const principal = await sockets.admit(socket);
    expect(sockets.principalOf(socket)).toBe(principal);
    expect(sockets.endOf(principal)).toBe(sockets.tokenExpiry(principal));
    expect(sockets.emitTo(principal.userId, 'hello', 1)).toBe(1);
    expect(emitted).toEqual([['hello', 1]]);
  });

  it('of VerificationKeys and ServiceCredentials', () => {
    const keys = new VerificationKeys();
    const [key] = app.get(VerificationKeys).all();
    keys.replace([{ kid: 'a', key: createPublicKey(key!.key.export({ format: 'pem', type: 'spki' })) }]);
    expect([keys.holds('a'), keys.holds('b')]).toEqual([true, false]);
    const credentials = new ServiceCredentials({ ...options, issuer: 'http://127.0.0.1:9' });
    const invalidate = jest.spyOn(credentials, 'invalidate');
    credentials.forget();
    expect(invalidate).toHaveBeenCalledTimes(1);
    expect(app.get(Injected).credentials).toBe(app.get(ServiceTokenProvider));
  });

  it('of functions, types and options', () => {
    const access: Access = accessOf(Routes, Routes.prototype.mine);
    expect(access.isPublic).toBe(false);
    expect([custom, verify]).toEqual([customPermission, verifyJws]);
    const window: AuthorizationWindow = { accessTokenTtl: 1, roles: [], events: [] };
    expect(window.accessTokenTtl).toBe(1);
    const heartbeat: Heartbeat = { stale_ms: 1 };
    expect(heartbeat.stale_ms).toBe(1);
    const value: PermissionValue = 5;
    expect(holds(value)).toBe(true);
    const reason: SessionEnd = 'logout';
    expect(reason).toBe('logout');
    const principal = { userId: 'u' } as Principal;
    app.get(AuthOptions).onRequestAuthenticated?.(principal);
    expect(principals).toContain(principal);
  });
});
