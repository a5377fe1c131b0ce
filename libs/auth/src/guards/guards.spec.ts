import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Controller, Get, type INestApplication, Module, Post } from '@nestjs/common';
import {
  ClientProxyFactory,
  MessagePattern,
  type MicroserviceOptions,
  Payload,
  Transport,
} from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { Test } from '@nestjs/testing';
import { type OnGatewayInit, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { firstValueFrom } from 'rxjs';
import type { Namespace } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { AuthModule } from '../auth.module';
import { AuthOptions } from '../auth.options';
import {
  AllowStale,
  AllowWithoutMfa,
  CurrentService,
  CurrentUser,
  Public,
  ReadOnly,
  RequireAnyPermission,
  RequirePermissions,
  RequireRecentAuth,
  RequireScopes,
} from './decorators';
import type { Principal, ServicePrincipal } from '../tokens/caller';
import { authenticateSocket } from '../sockets/authenticate-socket';
import { LiveSockets } from '../sockets/live-sockets';
import { customPermission } from '../permissions/permissions';
import { TestAuth } from '../testing';
import type { VerificationKeys } from '../keys/verification-keys';

@Controller()
class Routes {
  @Get('mine')
  mine(@CurrentUser() user: Principal) {
    return { id: user.userId };
  }

  @Get('banning')
  @RequirePermissions('can_ban_users', customPermission('can_pin'))
  banning() {
    return {};
  }

  @Get('seeing')
  @RequireAnyPermission('can_moderate', 'can_ban_users')
  seeing() {
    return {};
  }

  @Get('events')
  @RequireScopes('events.read', 'events.follow')
  events(@CurrentService() service: ServicePrincipal) {
    return { id: service.clientId };
  }

  @Get('news')
  @AllowStale()
  news() {
    return {};
  }

  @Get('open')
  @Public({ identify: true })
  open(@CurrentUser() user?: Principal) {
    return { id: user?.userId ?? null };
  }

  @Get('recent')
  @RequireRecentAuth()
  recent() {
    return {};
  }

  @Get('recent/short')
  @RequireRecentAuth({ maxAge: 300 })
  short() {
    return {};
  }

  @Get('recent/enrolled')
  @RequireRecentAuth({ onlyIfEnrolled: true })
  enrolled() {
    return {};
  }

  @Get('enrol')
  @AllowWithoutMfa()
  enrol() {
    return {};
  }

  @Post('ban')
  @RequirePermissions('can_ban_users')
  ban() {
    return {};
  }

  @Post('ban/preview')
  @RequirePermissions('can_ban_users')
  @ReadOnly()
  previewBan() {
    return {};
  }

  @MessagePattern('recent')
  @RequireRecentAuth()
  recentMessage() {
    return 'done';
  }

  @MessagePattern('mine')
  message(@CurrentUser() user: Principal) {
    return user.userId;
  }

  @MessagePattern('delete')
  @RequirePermissions('can_delete_messages')
  delete(@Payload() { id }: { id: number }) {
    return id;
  }
}

@WebSocketGateway()
class Gateway implements OnGatewayInit {
  constructor(private readonly sockets: LiveSockets) {}

  afterInit(server: Namespace): void {
    server.use(authenticateSocket(this.sockets));
  }

  @SubscribeMessage('mine')
  mine(@CurrentUser() user: Principal) {
    return { event: 'mine', data: user.userId };
  }

  @SubscribeMessage('recent')
  @RequireRecentAuth()
  recent() {
    return { event: 'done', data: {} };
  }

  @SubscribeMessage('ban')
  @RequirePermissions('can_ban_users')
  ban() {
    return { event: 'banned', data: {} };
  }
}

@Module({
  imports: [AuthModule.forRoot({ issuer: 'http://127.0.0.1:9', credentials: { clientId: '', clientSecret: '' } })],
  controllers: [Routes],
  providers: [Gateway],
})
class App {}

const auth = new TestAuth();
const { pair } = auth as unknown as { pair: { privateKey: KeyObject; publicKey: KeyObject } };
let app: INestApplication;
let url: string;
let tcpPort: number;

beforeAll(async () => {
  const module = await auth.override(Test.createTestingModule({ imports: [App] })).compile();
  app = module.createNestApplication(new FastifyAdapter(), { logger: false });
  app.useWebSocketAdapter(new IoAdapter(app));
  const service = app.connectMicroservice<MicroserviceOptions>(
    { transport: Transport.TCP, options: { host: '127.0.0.1', port: 0 } },
    { inheritAppConfig: true },
  );
  await app.startAllMicroservices();
  tcpPort = (
    service as unknown as { serverInstance: { server: { address(): AddressInfo } } }
  ).serverInstance.server.address().port;
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});
afterAll(() => app.close());

async function get(path: string, token?: string, method = 'GET') {
  const answer = await fetch(`${url}/${path}`, { method, headers: token ? { authorization: `Bearer ${token}` } : {} });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
}
const outcome = async (path: string, token?: string, method?: string) => {
  const { status, body } = await get(path, token, method);
  return status < 300 ? 'ok' : `${status} ${String(body.code)}`;
};

describe('over HTTP', () => {
  it('is closed without a token, with a challenge', async () => {
    const { status, headers, body } = await get('mine');
    expect([status, body.code]).toEqual([401, 'not_authenticated']);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="collabsphere"');
  });

  it('identifies the caller', async () => {
    const userId = randomUUID();
    expect((await get('mine', auth.token({ userId }))).body).toEqual({ id: userId });
    expect((await get('open', auth.token({ userId }))).body).toEqual({ id: userId });
    expect((await get('open', 'junk')).body).toEqual({ id: null });
  });

  it('requires all, or any, of the permissions, and names the missing ones', async () => {
    expect(await outcome('banning', auth.token({ permissions: ['can_ban_users', customPermission('can_pin')] }))).toBe(
      'ok',
    );
    const { status, body } = await get('banning', auth.token({ permissions: ['can_ban_users'] }));
    expect([status, body.code, body.missing]).toEqual([403, 'permission_denied', ['can_pin']]);
    expect(await outcome('seeing', auth.token({ permissions: ['can_moderate'] }))).toBe('ok');
    expect(await outcome('seeing', auth.token())).toBe('403 permission_denied');
  });

  it('is open to users or to services, never to both', async () => {
    const service = auth.serviceToken(['events.read', 'events.follow'], 'messages');
    expect((await get('events', service)).body).toEqual({ id: 'messages' });
    expect(await outcome('mine', service)).toBe('403 user_required');
    expect(await outcome('events', auth.token({ permissions: ['can_manage_users'] }))).toBe('403 insufficient_scope');
    const { status, headers } = await get('events', auth.serviceToken(['events.read']));
    expect(status).toBe(403);
    expect(headers.get('www-authenticate')).toBe(
      'Bearer realm="collabsphere", error="insufficient_scope", scope="events.read events.follow"',
    );
  });

  it('applies a change at once', async () => {
    const [userId, sessionId] = [randomUUID(), randomUUID()];
    const token = auth.token({ userId, sessionId, permissions: ['can_moderate'] });
    expect(await outcome('seeing', token)).toBe('ok');
    auth.changePermissions(userId, []);
    expect(await outcome('seeing', token)).toBe('403 permission_denied');
    auth.endSession(sessionId);
    expect(await outcome('mine', token)).toBe('401 invalid_token');
  });

  it('refuses a revoked service, or a revoked token of it, at once', async () => {
    const clientId = randomUUID();
    const token = auth.serviceToken(['events.read', 'events.follow'], clientId);
    expect(await outcome('events', token)).toBe('ok');
    auth.endSession(JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).jti);
    expect(await outcome('events', token)).toBe('401 invalid_token');
    const another = auth.serviceToken(['events.read', 'events.follow'], clientId);
    expect(await outcome('events', another)).toBe('ok');
    auth.endSession(clientId);
    expect(await outcome('events', another)).toBe('401 invalid_token');
  });

  it('refuses a user whose e-mail address is not verified', async () => {
    expect(await outcome('mine', auth.token({ emailVerified: false }))).toBe('403 email_not_verified');
  });
});

describe('two applications in one process', () => {
  it('accept only their own tokens', async () => {
    const auth2 = new TestAuth();
    const module = await auth2.override(Test.createTestingModule({ imports: [App] })).compile();
    const app2 = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    app2.useWebSocketAdapter(new IoAdapter(app2));
    await app2.init();
    const status = async (token: string) =>
      (await app2.inject({ url: '/mine', headers: { authorization: `Bearer ${token}` } })).statusCode;
    expect([await status(auth2.token()), await status(auth.token())]).toEqual([200, 401]);
    expect([await outcome('mine', auth.token()), await outcome('mine', auth2.token())]).toEqual([
      'ok',
      '401 invalid_token',
    ]);
    await app2.close();
  });
});

const now = Math.floor(Date.now() / 1000);
const claims = {
  iss: 'https://auth.test',
  aud: 'collabsphere',
  sub: randomUUID(),
  sid: randomUUID(),
  jti: randomUUID(),
  client_id: 'test',
  roles: [],
  email_verified: true,
  iat: now,
  exp: now + 600,
};
const header = { alg: 'ES256', typ: 'at+jwt', kid: 'test' };
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
function jws(change: object = {}, head: object = {}, key: KeyObject = pair.privateKey): string {
  const data = `${encode({ ...header, ...head })}.${encode({ ...claims, ...change })}`;
  return `${data}.${sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

describe('a token of the wrong kind', () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const hs256 = () => {
    const data = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
    const secret = pair.publicKey.export({ format: 'pem', type: 'spki' });
    return `${data}.${createHmac('sha256', secret).update(data).digest('base64url')}`;
  };

  const wrong: Record<string, () => string> = {
    'another issuer': () => jws({ iss: 'https://evil.test' }),
    'another audience': () => jws({ aud: 'somebody-else' }),
    'another type': () => jws({}, { typ: 'JWT' }),
    'no type': () => jws({}, { typ: undefined }),
    'another key': () => jws({}, {}, other),
    'an unknown key': () => jws({}, { kid: 'unknown' }, other),
    'no key named': () => jws({}, { kid: undefined }),
    'alg none': () => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`,
    'HS256 with the public key': hs256,
    'a key of its own': () => jws({}, { jwk: { kty: 'EC' }, jku: 'https://evil.test' }, other),
    'an extension that must be understood': () => jws({}, { crit: ['x'], x: 1 }),
    expired: () => jws({ exp: now - 1 }),
    'without an end': () => jws({ exp: undefined }),
    'not yet valid': () => jws({ nbf: now + 600 }),
    'without a session and without scopes': () => jws({ sid: undefined }),
    'with roles that are no list': () => jws({ roles: 'owner' }),
    'a user who is no id': () => jws({ sub: 'somebody' }),
    'from the future': () => jws({ iat: now + 3600, exp: now + 7200 }),
    'a service that has another name': () => jws({ sid: undefined, roles: undefined, scope: 'a', sub: 'x' }),
    'a refresh token': () => Buffer.alloc(53, 1).toString('base64url'),
    'two parts': () => jws().split('.').slice(0, 2).join('.'),
    'a changed payload': () => jws().replace(/\..*\./, `.${encode({ ...claims, roles: ['owner'] })}.`),
  };

  it('is accepted if it is valid (control)', async () => {
    expect(await outcome('mine', jws())).toBe('ok');
    expect(await connectError(jws({ jti: randomUUID() }))).toBeUndefined();
  });

  it.each(Object.entries(wrong))('%s: is refused over every transport', async (_name, make) => {
    const token = make();
    expect(await outcome('mine', token)).toBe('401 invalid_token');
    expect(await connectError(token)).toBe('invalid_token');
    expect(await message('mine', { authorization: `Bearer ${token}` })).toMatchObject({ code: 'invalid_token' });
  });
});

function connect(token?: unknown): Socket {
  return io(url, { transports: ['websocket'], forceNew: true, reconnection: false, auth: token ? { token } : {} });
}

/** The code of the problem that a client is refused with, if it is. */
async function connectError(token?: unknown): Promise<string | undefined> {
  const socket = connect(token);
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve(undefined));
      socket.once('connect_error', (error) => resolve((error as { data?: { code: string } }).data?.code));
    });
  } finally {
    socket.close();
  }
}

async function connected(token: string): Promise<Socket> {
  const socket = connect(token);
  await new Promise((resolve, reject) =>
    socket.once('connect', () => resolve(undefined)).once('connect_error', reject),
  );
  return socket;
}

const next = (socket: Socket, event: string) =>
  new Promise<Record<string, unknown>>((resolve) => socket.once(event, resolve));

describe('on a socket', () => {
  it('is closed without a token, to services, and to refused callers', async () => {
    expect(await connectError()).toBe('not_authenticated');
    expect(await connectError({ token: 1 })).toBe('not_authenticated');
    expect(await connectError(auth.serviceToken(['events.read']))).toBe('user_required');
    expect(await connectError(auth.token({ emailVerified: false }))).toBe('email_not_verified');
  });

  it('checks the caller and their permissions at each message', async () => {
    const userId = randomUUID();
    const socket = await connected(auth.token({ userId }));
    socket.emit('mine');
    expect(await next(socket, 'mine')).toBe(userId);
    socket.emit('ban');
    expect(await next(socket, 'exception')).toMatchObject({ code: 'permission_denied', missing: ['can_ban_users'] });

    const received = next(socket, 'permissions');
    auth.changePermissions(userId, ['can_ban_users']);
    expect(await received).toMatchObject({ permissions: { can_ban_users: true, can_moderate: false } });
    socket.emit('ban');
    await next(socket, 'banned');
    socket.close();
  });

  it('is notified of a revoked session and closed', async () => {
    const sessionId = randomUUID();
    const sockets = await Promise.all([1, 2].map(() => connected(auth.token({ sessionId }))));
    const stranger = await connected(auth.token());
    const received = sockets.map((socket) => next(socket, 'session_revoked'));
    const closed = sockets.map((socket) => once(socket as never, 'disconnect'));
    auth.endSession(sessionId);
    expect(await Promise.all(received)).toEqual([{ reason: 'logout' }, { reason: 'logout' }]);
    await Promise.all(closed);
    expect(stranger.connected).toBe(true);
    stranger.close();
  });

  it('is closed at once when its key is withdrawn', async () => {
    const { keys } = auth as unknown as { keys: VerificationKeys };
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const before = keys.all();
    keys.replace([...before, { kid: 'leaked', key: other.publicKey }]);
    const stays = await connected(auth.token());
    const goes = await connected(jws({}, { kid: 'leaked' }, other.privateKey));
    const [received, closed] = [next(goes, 'session_revoked'), once(goes as never, 'disconnect')];
    keys.replace([...before, { kid: 'leaked', key: other.publicKey, retiresAt: 0 }]);
    expect(await received).toEqual({ reason: 'token_revoked' });
    await closed;
    expect(stays.connected).toBe(true);
    keys.replace(before);
    stays.close();
  });

  it('is closed at once when the lifetime becomes shorter than the age of its token', async () => {
    const [young, old] = await Promise.all([0, 120].map((age) => connected(jws({ iat: now - age }))));
    const [received, closed] = [next(old!, 'session_revoked'), once(old as never, 'disconnect')];
    auth.state.load({ accessTokenTtl: 60, roles: [...auth.state.allRoles()], events: [] });
    expect(await received).toEqual({ reason: 'token_expired' });
    await closed;
    expect(young!.connected).toBe(true);
    auth.state.load({ accessTokenTtl: Infinity, roles: [...auth.state.allRoles()], events: [] });
    young!.close();
  });

  it('is refused if its session is revoked during the handshake', async () => {
    const tries = Array.from({ length: 200 }, async (_, n) => {
      const sessionId = randomUUID();
      const socket = connect(auth.token({ sessionId }));
      const over = new Promise((resolve) => socket.once('connect_error', resolve).once('disconnect', resolve));
      setTimeout(() => auth.endSession(sessionId), n % 20);
      await over;
      return socket.connected;
    });
    expect(await Promise.all(tries)).toEqual(Array(200).fill(false));
    while (app.get(LiveSockets).size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

/** What a microservice answers, or the error that it refuses with. */
async function message(pattern: string, data: object): Promise<unknown> {
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port: tcpPort } });
  try {
    return await firstValueFrom(client.send(pattern, data));
  } catch (error) {
    return error;
  } finally {
    client.close();
  }
}

describe('in a message to a microservice', () => {
  it('is authenticated by the token in the data', async () => {
    const userId = randomUUID();
    expect(await message('mine', { authorization: `Bearer ${auth.token({ userId })}` })).toBe(userId);
    expect(await message('mine', {})).toMatchObject({ code: 'not_authenticated' });
  });

  it('requires permissions', async () => {
    const authorization = `Bearer ${auth.token({ permissions: ['can_delete_messages'] })}`;
    expect(await message('delete', { id: 7, authorization })).toBe(7);
    expect(await message('delete', { id: 7, authorization: `Bearer ${auth.token()}` })).toMatchObject({
      code: 'permission_denied',
    });
  });
});

const old = new Date(Date.now() - 3_600_000);
const twoFactors = ['pwd', 'otp', 'mfa'] as const;

describe('@RequireRecentAuth()', () => {
  it.each([
    ['just now with a password', {}, 'ok'],
    ['an hour ago', { authenticatedAt: old }, '401 step_up_required'],
    ['just now, with one of two factors', { mfaEnrolled: true }, '401 step_up_required'],
    ['just now, with both factors', { mfaEnrolled: true, methods: twoFactors }, 'ok'],
    [
      'an hour ago, with both',
      { mfaEnrolled: true, methods: twoFactors, authenticatedAt: old },
      '401 step_up_required',
    ],
    ['in the future', { authenticatedAt: new Date(Date.now() + 3_600_000) }, '401 step_up_required'],
  ])('over every transport: %s', async (_name, principal, expected) => {
    const token = auth.token(principal);
    expect(await outcome('recent', token)).toBe(expected);
    expect(await outcome('mine', token)).toBe('ok');
    const refused = expect.objectContaining({ code: 'step_up_required', status: 401 });
    expect(await message('recent', { authorization: `Bearer ${token}` })).toEqual(expected === 'ok' ? 'done' : refused);
    const socket = await connected(token);
    socket.emit('recent');
    expect(await next(socket, expected === 'ok' ? 'done' : 'exception')).toEqual(expected === 'ok' ? {} : refused);
    socket.close();
  });

  it('is refused with the challenge of RFC 9470', async () => {
    const challenge = (acr: string, maxAge: number) =>
      'Bearer realm="collabsphere", error="insufficient_user_authentication", ' +
      'error_description="This call requires a recent authentication; authenticate again, then repeat it.", ' +
      `acr_values="${acr}", max_age="${maxAge}"`;
    const plain = await get('recent', auth.token({ authenticatedAt: old }));
    expect(plain.headers.get('www-authenticate')).toBe(challenge('aal1', 900));
    expect(plain.body).toMatchObject({ acr_values: 'aal1', max_age: 900 });
    const enrolled = await get('recent/short', auth.token({ mfaEnrolled: true }));
    expect(enrolled.headers.get('www-authenticate')).toBe(challenge('aal2', 300));
    expect(enrolled.body).toMatchObject({ acr_values: 'aal2', max_age: 300 });
  });

  it('has its own age, and a token that does not say when is old', async () => {
    const authenticatedAt = new Date(Date.now() - 600_000);
    expect(await outcome('recent', auth.token({ authenticatedAt }))).toBe('ok');
    expect(await outcome('recent/short', auth.token({ authenticatedAt }))).toBe('401 step_up_required');
    expect(await outcome('recent', jws({ jti: randomUUID() }))).toBe('401 step_up_required');
  });

  it('concerns only users with a second factor where it says so', async () => {
    expect(await outcome('recent/enrolled', auth.token({ authenticatedAt: old }))).toBe('ok');
    expect(await outcome('recent/enrolled', auth.token({ authenticatedAt: old, mfaEnrolled: true }))).toBe(
      '401 step_up_required',
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('is refused by the decorator with the age %d', (maxAge) => {
    expect(() => RequireRecentAuth({ maxAge })).toThrow('whole number');
  });
});

describe('adminStepUp', () => {
  const options = () => app.get<{ adminStepUp?: boolean }>(AuthOptions as never);
  afterEach(() => Object.assign(options(), { adminStepUp: undefined }));

  it('is off by default', async () => {
    const token = auth.token({ permissions: ['can_ban_users'], authenticatedAt: old });
    expect(await outcome('ban', token, 'POST')).toBe('ok');
  });

  it('concerns changes that need a permission, after the permission', async () => {
    Object.assign(options(), { adminStepUp: true });
    const admin = { permissions: ['can_ban_users', 'can_moderate'] as const, authenticatedAt: old };
    expect(await outcome('ban', auth.token(admin), 'POST')).toBe('401 step_up_required');
    expect(await outcome('ban/preview', auth.token(admin), 'POST')).toBe('ok');
    expect(await outcome('seeing', auth.token(admin))).toBe('ok');
    expect(await outcome('mine', auth.token(admin))).toBe('ok');
    expect(await outcome('ban', auth.token({ authenticatedAt: old }), 'POST')).toBe('403 permission_denied');
    expect(await outcome('ban', auth.token({ permissions: ['can_ban_users'] }), 'POST')).toBe('ok');
  });

  it('concerns messages that need a permission', async () => {
    Object.assign(options(), { adminStepUp: true });
    const authorization = `Bearer ${auth.token({ permissions: ['can_delete_messages'], authenticatedAt: old })}`;
    expect(await message('delete', { id: 7, authorization })).toMatchObject({ code: 'step_up_required' });
  });
});

describe('a role that requires a second factor', () => {
  it('closes everything to a user who has none, over every transport, except @AllowWithoutMfa()', async () => {
    const token = auth.token({ requireMfa: true });
    expect(await outcome('mine', token)).toBe('403 mfa_enrolment_required');
    expect(await outcome('enrol', token)).toBe('ok');
    expect(await message('mine', { authorization: `Bearer ${token}` })).toMatchObject({
      code: 'mfa_enrolment_required',
    });
    expect(await connectError(token)).toBe('mfa_enrolment_required');
    expect((await get('open', token)).body).toEqual({ id: null });
  });

  it('is closed to a session that was started without it', async () => {
    const token = auth.token({ requireMfa: true, mfaEnrolled: true, methods: ['pwd'] });
    expect(await outcome('mine', token)).toBe('401 step_up_required');
    expect(await connectError(token)).toBe('step_up_required');
  });

  it('is open to a user who has one', async () => {
    const methods = ['pwd', 'otp', 'mfa'] as const;
    const token = auth.token({ requireMfa: true, mfaEnrolled: true, methods });
    expect(await outcome('mine', token)).toBe('ok');
    expect(await connectError(token)).toBeUndefined();
  });

  it.each(['assigned', 'edited'])('closes open sockets and tokens when it is %s', async (how) => {
    const userId = randomUUID();
    const socket = await connected(auth.token({ userId, permissions: ['can_moderate'] }));
    const enrolled = await connected(auth.token({ userId, mfaEnrolled: true }));
    const token = auth.token({ userId });
    const [received, closed] = [next(socket, 'session_revoked'), once(socket as never, 'disconnect')];
    const roles = [...auth.state.allRoles()];
    if (how === 'assigned') auth.changePermissions(userId, ['can_moderate'], {}, { requireMfa: true });
    else for (const role of roles) auth.editRole({ ...role, require_mfa: true });
    expect(await received).toEqual({ reason: 'mfa_enrolment_required' });
    await closed;
    expect(await outcome('mine', token)).toBe('403 mfa_enrolment_required');
    expect(enrolled.connected).toBe(true);
    enrolled.close();
    for (const role of roles) auth.editRole(role);
  });
});

describe('when the state is stale', () => {
  it('routes are closed, except those with @AllowStale()', async () => {
    const token = auth.token();
    const staleness = jest.spyOn(auth.state, 'staleness').mockReturnValue(Number.POSITIVE_INFINITY);
    const options = app.get<{ maxStaleness?: number }>(AuthOptions as never);
    const before = options.maxStaleness;
    Object.assign(options, { maxStaleness: 10 });
    try {
      const { status, headers, body } = await get('mine', token);
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'authorization_stale', '2']);
      expect(await outcome('news', token)).toBe('ok');
      expect(await connectError(token)).toBe('authorization_stale');
    } finally {
      staleness.mockRestore();
      Object.assign(options, { maxStaleness: before });
    }
  });
});
