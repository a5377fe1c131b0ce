import fastify, { type FastifyInstance } from 'fastify';
import { TestAuth } from '../testing';
import { createAuth, type FastifyAuth } from '.';

describe('FastifyAuth', () => {
  let test: TestAuth;
  let auth: FastifyAuth;
  let app: FastifyInstance;
  let seen: string[];

  beforeEach(() => {
    test = new TestAuth();
    seen = [];
    auth = createAuth({ source: test, onRequestAuthenticated: ({ userId }) => void seen.push(userId) });
    app = fastify();
  });
  afterEach(() => app.close());
  const ask = (url: string, token?: string, method: 'GET' | 'HEAD' | 'POST' = 'GET') =>
    app.inject({ method, url, headers: token ? { authorization: `Bearer ${token}` } : {} });
  const status = async (...question: Parameters<typeof ask>) => (await ask(...question)).statusCode;

  it('closes every route: of plugins, unknown ones, and those declared before it on the same instance', async () => {
    app.get('/before', () => ({}));
    await app.register(auth.plugin);
    app.get('/after', () => ({}));
    app.get('/health', auth.public(), () => ({}));
    await app.register(async (child) => void child.get('/inner', () => ({})), { prefix: '/nested' });
    for (const path of ['/before', '/after', '/nested/inner', '/nothing', '/nested/nothing'])
      expect([path, await status(path)]).toEqual([path, 401]);
    expect(await status('/health')).toBe(200);
    expect(await status('/after', undefined, 'HEAD')).toBe(401);
    expect(await status('/health', undefined, 'HEAD')).toBe(200);
    for (const path of ['/before', '/after', '/nested/inner']) expect(await status(path, test.token())).toBe(200);
    expect(await status('/nothing', test.token())).toBe(404);
  });

  it('refuses with a problem document, before the body is read', async () => {
    await app.register(auth.plugin);
    app.post('/', auth.requirePermissions('can_ban_users'), () => ({}));
    const answer = await app.inject({
      ...{ method: 'POST', url: '/', payload: '{', headers: { 'content-type': 'application/json' } },
    });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'www-authenticate': 'Bearer realm="collabsphere"',
    });
    expect(answer.json()).toEqual({
      type: 'urn:collabsphere:problem:not_authenticated',
      title: 'Not authenticated',
      status: 401,
      detail: 'This call requires an access token.',
      code: 'not_authenticated',
    });
    expect((await ask('/', test.token(), 'POST')).json()).toMatchObject({
      code: 'permission_denied',
      missing: ['can_ban_users'],
    });
  });

  it('a guarded route is closed without the plugin, and with a hook that replaces its own', async () => {
    const guarded = auth.requirePermissions('can_moderate');
    app.get('/', guarded, (request) => ({ id: auth.userOf(request).userId }));
    expect(await status('/')).toBe(401);
    const userId = crypto.randomUUID();
    const token = test.token({ userId, permissions: ['can_moderate'] });
    expect((await ask('/', token)).json()).toEqual({ id: userId });
    await app.close();

    app = fastify();
    await app.register(auth.plugin);
    app.get('/', { ...guarded, onRequest: (_request, _reply, next) => next() }, () => ({}));
    expect(await status('/')).toBe(401);
    expect(await status('/', test.token())).toBe(403);
    expect(await status('/', token)).toBe(200);
  });

  it('the plugin and the hook of the route decide once', async () => {
    const guarded = { ...auth.protect({ anyPermission: ['can_moderate'] }), schema: {} };
    await app.register(auth.plugin);
    app.get('/', guarded, () => ({}));
    expect(await status('/', test.token({ permissions: ['can_moderate'] }))).toBe(200);
    expect(seen).toHaveLength(1);
  });

  it('takes the rule from the config of a route too', async () => {
    await app.register(auth.plugin);
    app.get('/jobs', { config: { auth: { scopes: ['jobs.run'] } } }, (request) => auth.serviceOf(request).clientId);
    expect((await ask('/jobs', test.serviceToken(['jobs.run'], 'worker'))).body).toBe('worker');
    expect((await ask('/jobs', test.token())).json().code).toBe('insufficient_scope');
  });

  it.each<[string, unknown]>([
    ['a misspelled field', { permission: ['can_moderate'] }],
    ['false, which would open nothing', false],
    ['null', null],
  ])('a rule with %s is a fault at start', async (_, rule) => {
    await app.register(auth.plugin);
    expect(() => app.get('/', { config: { auth: rule as never } }, () => ({}))).toThrow('access rule');
  });

  it('a fault of the callback is a fault of the request, also of a token that is new', async () => {
    auth = createAuth({
      source: test,
      onRequestAuthenticated: () => {
        throw new Error('broken');
      },
    });
    await app.register(auth.plugin);
    app.get('/', () => ({}));
    const token = test.token();
    for (let n = 0; n < 2; n++) expect(await status('/', token)).toBe(500);
  });

  it('an edited role and an ended session hold at once', async () => {
    await app.register(auth.plugin);
    app.get('/', auth.requirePermissions('can_moderate'), () => ({}));
    const [userId, sessionId] = [crypto.randomUUID(), crypto.randomUUID()];
    const token = test.token({ userId, sessionId });
    expect(await status('/', token)).toBe(403);
    test.changePermissions(userId, ['can_moderate']);
    expect(await status('/', token)).toBe(200);
    test.endSession(sessionId);
    expect((await ask('/', token)).json().code).toBe('invalid_token');
  });

  it('closes with the instance', async () => {
    const close = jest.spyOn(test, 'close');
    await app.register(auth.plugin);
    await app.close();
    expect(close).toHaveBeenCalledTimes(1);
  });
});
