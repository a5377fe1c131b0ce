import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { All, Controller, type INestApplication, Module } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import express from 'express';
import fastify, { type FastifyInstance } from 'fastify';
import type { AccessRule } from '../access/access-rule';
import { AuthModule } from '../auth.module';
import { createAuth as createExpressAuth } from '../express';
import { createAuth as createFastifyAuth } from '../fastify';
import {
  AllowStale,
  AllowUnverifiedEmail,
  AllowWithoutMfa,
  Public,
  ReadOnly,
  RequireAnyPermission,
  RequirePermissions,
  RequireRecentAuth,
  RequireScopes,
} from '../guards/decorators';
import { customPermission } from '../permissions/permissions';
import { TestAuth } from '../testing';

const pin = customPermission('can_pin');

/** The same rule, as a decorator of NestJS and as a rule of the others. */
const rules: Record<string, { decorators: MethodDecorator[]; rule?: AccessRule }> = {
  default: { decorators: [] },
  all: {
    decorators: [RequirePermissions('can_ban_users', pin)],
    rule: { permissions: ['can_ban_users', pin] },
  },
  any: {
    decorators: [RequireAnyPermission('can_moderate', pin)],
    rule: { anyPermission: ['can_moderate', pin] },
  },
  both: {
    decorators: [RequirePermissions('can_ban_users'), RequireAnyPermission('can_moderate', pin)],
    rule: { permissions: ['can_ban_users'], anyPermission: ['can_moderate', pin] },
  },
  readOnly: {
    decorators: [RequirePermissions('can_ban_users'), ReadOnly()],
    rule: { permissions: ['can_ban_users'], readOnly: true },
  },
  scopes: { decorators: [RequireScopes('jobs.run', 'jobs.read')], rule: { scopes: ['jobs.run', 'jobs.read'] } },
  recent: { decorators: [RequireRecentAuth()], rule: { recentAuth: true } },
  short: { decorators: [RequireRecentAuth({ maxAge: 60 })], rule: { recentAuth: { maxAge: 60 } } },
  enrolled: {
    decorators: [RequireRecentAuth({ onlyIfEnrolled: true })],
    rule: { recentAuth: { onlyIfEnrolled: true } },
  },
  withoutMfa: { decorators: [AllowWithoutMfa()], rule: { allowWithoutMfa: true } },
  unverified: { decorators: [AllowUnverifiedEmail()], rule: { allowUnverifiedEmail: true } },
  staleToo: { decorators: [AllowStale()], rule: { allowStale: true } },
  optional: { decorators: [Public({ identify: true })], rule: { token: 'optional' } },
  open: { decorators: [Public()], rule: { token: 'none' } },
};

function controllerOf(): new () => object {
  class Routes {}
  for (const [name, { decorators }] of Object.entries(rules)) {
    Object.defineProperty(Routes.prototype, name, { value: () => ({ accepted: true }), writable: true });
    const descriptor = Object.getOwnPropertyDescriptor(Routes.prototype, name)!;
    for (const decorate of [All(name), ...decorators]) decorate(Routes.prototype, name, descriptor);
  }
  Controller()(Routes);
  return Routes;
}

type Ask = (method: string, path: string, authorization?: string) => Promise<Response>;
const settings = { adminStepUp: true, stepUpMaxAge: 600, maxStaleness: 10 };

describe('a rule means the same in NestJS, Express and Fastify', () => {
  let test: TestAuth;
  let nest: INestApplication;
  let server: Server;
  let app: FastifyInstance;
  let frameworks: Ask[];

  beforeAll(async () => {
    test = new TestAuth();
    // The kit never gets stale by itself; here it must.
    Object.assign(test.options, { ...settings, issuer: 'https://auth.test' });
    @Module({
      imports: [AuthModule.forRoot({ issuer: '', credentials: { clientId: '', clientSecret: '' } })],
      controllers: [controllerOf()],
    })
    class App {}
    const module = await test.override(Test.createTestingModule({ imports: [App] })).compile();
    nest = module.createNestApplication(new FastifyAdapter(), { logger: false });
    await nest.listen(0, '127.0.0.1');

    const expressAuth = createExpressAuth({ source: test });
    const expressApp = express();
    for (const [name, { rule }] of Object.entries(rules))
      expressApp.all(
        `/${name}`,
        expressAuth.protect(rule),
        (_request, response) => void response.json({ accepted: true }),
      );
    server = createServer(expressApp).listen(0, '127.0.0.1');
    await once(server, 'listening');

    const fastifyAuth = createFastifyAuth({ source: test });
    app = fastify();
    await app.register(fastifyAuth.plugin);
    for (const [name, { rule }] of Object.entries(rules))
      app.all(`/${name}`, rule ? fastifyAuth.protect(rule) : {}, () => ({ accepted: true }));
    await app.listen({ port: 0, host: '127.0.0.1' });

    frameworks = [nest.getHttpServer() as Server, server, app.server].map((one) => {
      const url = `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
      return (method, path, authorization) =>
        fetch(`${url}/${path}`, { method, headers: authorization === undefined ? {} : { authorization } });
    });
  });
  afterAll(async () => {
    await nest.close();
    await app.close();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => test.state.markFresh());

  const hour = 3_600_000;
  const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);
  const tokens: Record<string, () => string | undefined> = {
    'no header': () => undefined,
    'an empty header': () => '',
    'another scheme': () => 'Basic dXNlcjpwYXNz',
    'Bearer without a token': () => 'Bearer ',
    'two tokens': () => `Bearer ${test.token()} ${test.token()}`,
    'a token without Bearer': () => test.token(),
    'no JWT': () => 'Bearer x.y.z',
    'a token of another issuer': () => `Bearer ${new TestAuth().token()}`,
    'bearer in small letters': () => `bearer  ${test.token()}`,
    'a user': () => `Bearer ${test.token()}`,
    'one flag': () => `Bearer ${test.token({ permissions: ['can_ban_users'] })}`,
    'all permissions': () => `Bearer ${test.token({ permissions: ['can_ban_users', pin] })}`,
    'a permission of value 0': () => `Bearer ${test.token({ permissions: ['can_ban_users'], values: { can_pin: 0 } })}`,
    'an unverified user': () => `Bearer ${test.token({ emailVerified: false })}`,
    'a user who must set a factor': () => `Bearer ${test.token({ requireMfa: true })}`,
    'a session without the factor': () => `Bearer ${test.token({ requireMfa: true, mfaEnrolled: true })}`,
    'an old authentication': () =>
      `Bearer ${test.token({ permissions: ['can_ban_users', pin], authenticatedAt: ago(hour) })}`,
    'one of five minutes ago': () =>
      `Bearer ${test.token({ permissions: ['can_ban_users', pin], authenticatedAt: ago(hour / 12) })}`,
    'an old one with a factor': () =>
      `Bearer ${test.token({ mfaEnrolled: true, methods: ['pwd', 'otp', 'mfa'], authenticatedAt: ago(hour) })}`,
    'a service': () => `Bearer ${test.serviceToken(['jobs.run', 'jobs.read'])}`,
    'a service without a scope': () => `Bearer ${test.serviceToken(['jobs.run'])}`,
    'an ended session': () => {
      const sessionId = crypto.randomUUID();
      test.endSession(sessionId);
      return `Bearer ${test.token({ sessionId })}`;
    },
    'changed permissions': () => {
      const userId = crypto.randomUUID();
      test.changePermissions(userId, ['can_ban_users', pin]);
      return `Bearer ${test.token({ userId })}`;
    },
  };

  async function answerOf(response: Response) {
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      retryAfter: response.headers.get('retry-after'),
      body: await response.json(),
    };
  }

  async function compare(name: string, authorization: string | undefined) {
    const statuses = new Set<number>();
    for (const method of ['GET', 'POST']) {
      const answers = await Promise.all(
        frameworks.map(async (ask) => answerOf(await ask(method, name, authorization))),
      );
      for (const answer of answers.slice(1)) expect(answer).toEqual(answers[0]);
      statuses.add(answers[0]!.status);
    }
    return statuses;
  }

  it.each(Object.keys(rules))('%s', async (name) => {
    const statuses = new Set<number>();
    for (const header of Object.values(tokens))
      for (const status of await compare(name, header())) statuses.add(status);
    expect(statuses.has(200)).toBe(true);
    if (name !== 'open' && name !== 'optional') expect(statuses.has(401)).toBe(true);
  });

  it.each(Object.keys(rules))('%s, while revocations may be missed', async (name) => {
    const header = `Bearer ${test.token({ permissions: ['can_ban_users', pin] })}`;
    jest.spyOn(test.state, 'staleness').mockReturnValue(10_001);
    const statuses = await compare(name, header);
    const unknownKey = Buffer.from('{"alg":"ES256","typ":"at+jwt","kid":"unknown"}').toString('base64url');
    const withUnknownKey = await compare(name, `Bearer ${test.token().replace(/^[^.]+/, unknownKey)}`);
    const malformed = await compare(name, 'Bearer x.y.z');
    jest.restoreAllMocks();
    const isOpen = ['open', 'optional', 'staleToo'].includes(name);
    expect([...statuses]).toEqual([isOpen ? 200 : 503]);
    const isPublic = ['open', 'optional'].includes(name);
    expect([...withUnknownKey]).toEqual([isPublic ? 200 : 503]);
    expect([...malformed]).toEqual([isPublic ? 200 : 401]);
  });

  it('the others answer problem documents by their media type', async () => {
    for (const ask of frameworks.slice(1))
      expect((await ask('GET', 'default')).headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });
});
