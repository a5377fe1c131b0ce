import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { customPermission } from '../permissions/permissions';
import { TestAuth } from '../testing';
import { createAuth, type ExpressAuth, type ExpressRequest } from '.';

describe('ExpressAuth', () => {
  let test: TestAuth;
  let auth: ExpressAuth;
  let app: Express;
  let server: Server;
  let seen: string[];

  beforeEach(async () => {
    test = new TestAuth();
    seen = [];
    auth = createAuth({ source: test, onRequestAuthenticated: ({ userId }) => void seen.push(userId) });
    app = express();
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const get = (path: string, token?: string) =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });
  const codeOf = async (response: Promise<Response>) => ((await (await response).json()) as { code?: string }).code;

  it('closes every route and unknown path after protect(), and none before it', async () => {
    const routes = express.Router();
    routes.get('/inner', (_request, response) => void response.json({}));
    app.get('/health', (_request, response) => void response.json({}));
    app.use(auth.protect());
    app.use('/nested', routes);
    expect((await get('/health')).status).toBe(200);
    for (const path of ['/nested/inner', '/nothing', '/%zz']) expect((await get(path)).status).toBe(401);
    expect((await get('/nested/inner', test.token())).status).toBe(200);
    expect((await get('/nothing', test.token())).status).toBe(404);
  });

  it('several rules must all accept; the user counts as seen once', async () => {
    app.use(auth.protect());
    const guards = [auth.requirePermissions('can_moderate'), auth.requireAnyPermission('can_ban_users')];
    app.get('/', ...guards, (_request, response) => void response.json({}));
    const userId = crypto.randomUUID();
    expect(await codeOf(get('/', test.token({ userId, permissions: ['can_ban_users'] })))).toBe('permission_denied');
    expect(await codeOf(get('/', test.token({ userId, permissions: ['can_moderate'] })))).toBe('permission_denied');
    expect((await get('/', test.token({ userId, permissions: ['can_moderate', 'can_ban_users'] }))).status).toBe(200);
    expect(seen).toEqual([userId, userId, userId]);
  });

  it('the request has the caller and their current permissions', async () => {
    const pin = customPermission('can_pin');
    app.get('/user', auth.protect(), (request, response) => {
      test.changePermissions(auth.userOf(request).userId, [pin], { max_pins: 5 });
      const { max_pins, can_moderate } = request.auth!.permissions();
      response.json({ ...request.auth!.user, holds: request.auth!.holds(pin), max_pins, can_moderate });
    });
    app.get('/service', auth.requireScopes('jobs.run'), (request, response) => {
      expect(() => auth.userOf(request)).toThrow('no user');
      response.json({ id: auth.serviceOf(request).clientId, holds: request.auth!.holds('can_moderate') });
    });
    app.get('/optional', auth.optionalToken(), (request, response) => {
      expect(() => auth.serviceOf(request)).toThrow('no service');
      response.json({ id: request.auth?.user?.userId ?? null });
    });
    const userId = crypto.randomUUID();
    const body = async (response: Promise<Response>) => (await response).json();
    expect(await body(get('/user', test.token({ userId, permissions: ['can_moderate'] })))).toMatchObject({
      ...{ userId, emailVerified: true, methods: ['pwd'] },
      ...{ holds: true, max_pins: 5, can_moderate: false },
    });
    expect(await body(get('/service', test.serviceToken(['jobs.run'], 'worker')))).toEqual({
      id: 'worker',
      holds: false,
    });
    expect(await body(get('/optional', test.token({ userId })))).toEqual({ id: userId });
    expect(await body(get('/optional', 'nonsense'))).toEqual({ id: null });
    expect(await body(get('/optional'))).toEqual({ id: null });
  });

  it('a route that a rule has left open ignores the token', async () => {
    app.get('/', auth.public(), (request, response) => void response.json({ is: typeof request.auth }));
    expect(await (await get('/', test.token())).json()).toEqual({ is: 'undefined' });
  });

  it('an answer that was sent while the key was awaited stays', async () => {
    let finished: (() => void) | undefined;
    const done = new Promise<void>((resolve) => (finished = resolve));
    app.use((_request, response, next) => {
      next();
      response.status(408).end();
    });
    app.use((request, response, next) => {
      auth.protect()(request, response, next);
      setTimeout(finished!, 400);
    });
    const token = test.token();
    const [, ...rest] = token.split('.');
    const header = Buffer.from('{"alg":"ES256","typ":"at+jwt","kid":"unknown"}').toString('base64url');
    expect((await get('/', [header, ...rest].join('.'))).status).toBe(408);
    await done;
  });

  it('a fault of the callback is a fault of the request, also of a token that is new', async () => {
    auth = createAuth({
      source: test,
      onRequestAuthenticated: () => {
        throw new Error('broken');
      },
    });
    app.use(auth.protect());
    app.use(((_error: Error, _request: unknown, response: express.Response, _next: unknown) => {
      response.status(500).end();
    }) as express.ErrorRequestHandler);
    const token = test.token();
    for (let n = 0; n < 2; n++) expect((await get('/', token)).status).toBe(500);
  });

  it("works with Node's own server", async () => {
    const plain = createServer((request: ExpressRequest, response) =>
      auth.requirePermissions('can_moderate')(request, response, () => response.end(auth.userOf(request).userId)),
    ).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const userId = crypto.randomUUID();
    const url = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;
    const authorization = `Bearer ${test.token({ userId, permissions: ['can_moderate'] })}`;
    expect(await (await fetch(url, { headers: { authorization } })).text()).toBe(userId);
    const refused = await fetch(url, { method: 'POST', body: 'x'.repeat(100_000) });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="collabsphere"']);
    plain.closeAllConnections();
    plain.close();
  });
});
