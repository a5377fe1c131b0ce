import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort } from '../../tools/free-port';
import { HttpClient } from '../support/http-client';
import { PackedProject } from '../support/packed-project';
import { createService, type OAuthService, tokenOf } from '../support/services';
import { TcpProxy } from '../support/tcp-proxy';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

const root = resolve(__dirname, '../..');
/** The stream delivers within 250 ms; a busy machine is no failure. */
const SOON = 5000;

/** The examples of a page as they stand there. */
async function examplesOf(page: string): Promise<Record<string, string>> {
  const text = await readFile(join(root, page), 'utf8');
  const blocks = text.matchAll(/```ts\n\/\/ (\S+-service)\.mts\n(.*?)```/gs);
  return Object.fromEntries([...blocks].map(([, name, program]) => [name!, program!]));
}

/** What must compile, and what must not. */
const types = `
import { createAuth as createExpressAuth, customPermission, type Principal } from '@collabsphere/auth/express';
import { createAuth as createFastifyAuth } from '@collabsphere/auth/fastify';
import { TestAuth } from '@collabsphere/auth/testing';
import express from 'express';
import { fastify } from 'fastify';

const source = new TestAuth();
const auth = createExpressAuth({ source, adminStepUp: true });
const app = express();
app.get('/', auth.requirePermissions('can_moderate', customPermission('can_pin')), (request) => {
  const user: Principal | undefined = request.auth?.user;
  const may: boolean | undefined = request.auth?.holds('can_moderate');
  // @ts-expect-error it may be absent
  request.auth.user;
  return [user, may];
});
// @ts-expect-error a typo in a flag does not compile
auth.requirePermissions('can_bann_users');
// @ts-expect-error nor does a misspelled field
auth.protect({ permission: ['can_moderate'] });
// @ts-expect-error an issuer needs credentials
createExpressAuth({ issuer: 'https://auth.example.com' });

const other = createFastifyAuth({ source });
const server = fastify();
server.get('/', { ...other.requireRecentAuth({ maxAge: 300 }), schema: {} }, (request) => request.auth?.user?.userId);
server.get('/jobs', { config: { auth: { scopes: ['jobs.run'] } } }, (request) => other.serviceOf(request).clientId);
// @ts-expect-error a typo in a rule does not compile
other.protect({ scope: ['jobs.run'] });
`;

class Service {
  readonly http: HttpClient;
  readonly exited: Promise<number | null>;
  output = '';

  private constructor(
    private readonly process: ChildProcess,
    port: number,
  ) {
    this.http = new HttpClient(`http://127.0.0.1:${port}`, { documented: false });
    this.exited = once(process, 'exit').then(([code]) => code as number | null);
    for (const stream of [process.stdout!, process.stderr!])
      stream.on('data', (text: Buffer) => (this.output += text.toString()));
  }

  static async start(project: PackedProject, name: string, issuer: string, { id, secret }: OAuthService) {
    const port = await freePort();
    const env = { PORT: String(port), AUTH_ISSUER: issuer, AUTH_CLIENT_ID: id, AUTH_CLIENT_SECRET: secret };
    const service = new Service(project.start(`${name}.mjs`, env), port);
    await waitFor(async () => {
      if (service.process.exitCode !== null) throw new Error(`it ended: ${service.output}`);
      return (await service.http.get('/health').catch(() => undefined))?.status === 200;
    }, 'it listens');
    return service;
  }

  async ready(): Promise<void> {
    await waitFor(async () => (await this.http.get('/health')).body.stale === false, 'it follows the stream');
  }

  terminate(): Promise<number | null> {
    this.process.kill('SIGTERM');
    return this.exited;
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }
}

describe('a service without NestJS, from the packed library', () => {
  let project: PackedProject;
  let proxy: TcpProxy;
  let app: TestApp;
  let issuer: string;
  let owner: TestUser;
  let credentials: OAuthService;

  beforeAll(async () => {
    project = await PackedProject.create(() => [
      ...['express', '@types/express', 'fastify', '@types/node', '@types/express-serve-static-core'],
    ]);
    const programs = await examplesOf('libs/auth/README.md');
    expect(Object.keys(programs)).toEqual(['express-service', 'fastify-service']);
    expect(await examplesOf('docs/services.md')).toEqual(programs);
    for (const [name, text] of Object.entries({ ...programs, types })) await project.write(`${name}.mts`, text);
    await project.compile([...Object.keys(programs), 'types'].map((name) => `${name}.mts`));

    // Services reach the issuer through the proxy; its target is known only when the service listens.
    proxy = await TcpProxy.open('http://127.0.0.1:1');
    issuer = proxy.url.replace(/\/$/, '');
    app = await testApp({ PUBLIC_URL: issuer });
    proxy.retarget(app.url);
    owner = await app.as.owner();
    credentials = await createService(app.http, owner);
  }, 120_000);
  afterAll(async () => {
    await app.close();
    await proxy.close();
    await project.remove();
  });

  it.each(['express', 'fastify', 'testing'])('@collabsphere/auth/%s loads no NestJS', async (name) => {
    const program = `
      require('@collabsphere/auth/${name}');
      const names = Object.keys(require.cache).map((path) => path.split('node_modules').at(-1).slice(1));
      console.log(JSON.stringify([names, typeof Reflect.getMetadata]));`;
    const [names, metadata] = JSON.parse(await project.run(['-e', program])) as [string[], string];
    const packages = new Set(names.map((path) => /^(@[^/]+\/)?[^/]+/.exec(path.replaceAll('\\', '/'))![0]));
    expect(
      [...packages].filter((one) => !['@collabsphere/auth', 'lru-cache', 'eventsource-parser'].includes(one)),
    ).toEqual([]);
    expect(packages.has('@collabsphere/auth')).toBe(true);
    expect(metadata).toBe('undefined');
  });

  describe.each(['express-service', 'fastify-service'])('%s', (name) => {
    let service: Service;

    beforeAll(async () => {
      service = await Service.start(project, name, issuer, credentials);
      await service.ready();
    });
    afterAll(() => service.kill());
    const me = (token?: string) => service.http.get('/me', { token });
    const remove = (token: string) => service.http.delete('/messages/1', { token });

    /** The tokens of a registration say that the address is not verified; the stream corrects them. */
    async function acceptedUser(): Promise<TestUser> {
      const person = await app.as.verifiedUser();
      await waitFor(async () => (await me(person.access)).status === 200, 'the address is verified here', SOON);
      return person;
    }

    it('accepts and refuses', async () => {
      const person = await acceptedUser();
      expect((await me(person.access)).body).toEqual({ id: person.id });
      const anonymous = await me();
      expect([anonymous.status, anonymous.body.code]).toEqual([401, 'not_authenticated']);
      expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="collabsphere"');
      expect(anonymous.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect((await me('x.y.z')).headers.get('www-authenticate')).toContain('error="invalid_token"');
      expect((await service.http.get('/nothing')).status).toBe(401);
      expect((await service.http.get('/nothing', { token: person.access })).status).toBe(404);
      expect((await me((await app.as.unverifiedUser()).access)).body.code).toBe('email_not_verified');
      const refused = await remove(person.access);
      expect([refused.status, refused.body.missing]).toEqual([403, ['can_delete_messages']]);
    });

    it('accepts services by their scopes', async () => {
      const announce = (token: string) => service.http.post('/announce', {}, { token });
      const worker = await createService(app.http, owner, ['push.send']);
      expect((await announce(await tokenOf(app.http, worker))).status).toBe(200);
      expect((await announce(await tokenOf(app.http, credentials))).body.code).toBe('insufficient_scope');
      expect((await me(await tokenOf(app.http, worker))).body.code).toBe('user_required');
      expect((await announce(owner.access)).body.code).toBe('insufficient_scope');
    });

    it('an edited role, then a ban, hold with the same token', async () => {
      const { body: role } = await app.http.post(
        '/api/roles',
        { name: `remover of ${name}`, priority: 5, can_delete_messages: true },
        { token: owner.access },
      );
      const person = await app.as.userWithRoles([role.name]);
      const status = async () => (await remove(person.access)).status;
      await waitFor(async () => (await status()) === 200, 'the role gives it', SOON);
      await app.http.patch(`/api/roles/${role.id}`, { can_delete_messages: false }, { token: owner.access });
      await waitFor(async () => (await status()) === 403, 'the role does not give it any more', SOON);
      expect((await me(person.access)).status).toBe(200);
      await app.http.post(`/api/users/${person.id}/ban`, { reason: 'spam' }, { token: owner.access });
      await waitFor(async () => (await me(person.access)).body.code === 'invalid_token', 'the ban holds', SOON);
    });

    it('answers 503 when it has lost the stream for longer than maxStaleness, and recovers', async () => {
      const person = await acceptedUser();
      await proxy.disconnect();
      try {
        expect((await me(person.access)).status).toBe(200);
        await waitFor(async () => (await me(person.access)).status === 503, 'it is stale', 30_000);
        const stale = await me(person.access);
        expect([stale.body.code, stale.headers.get('retry-after')]).toEqual(['authorization_stale', '2']);
        expect((await service.http.get('/health')).body).toEqual({ stale: true });
        expect((await me()).status).toBe(401);
      } finally {
        await proxy.forward();
      }
      await waitFor(async () => (await me(person.access)).status === 200, 'it has recovered');
    });

    it('answers 503 before the first snapshot, and nothing that is revoked is accepted then', async () => {
      const [person, banned] = [await app.as.verifiedUser(), await app.as.verifiedUser()];
      await app.http.post('/api/logout', {}, { token: banned.access });
      await proxy.disconnect();
      let starting: Service | undefined;
      try {
        starting = await Service.start(project, name, issuer, credentials);
        const codeOf = async ({ access }: TestUser) => (await starting!.http.get('/me', { token: access })).body.code;
        expect([await codeOf(person), await codeOf(banned)]).toEqual(Array(2).fill('authorization_stale'));
        await proxy.forward();
        const codes = new Set<string | undefined>();
        for (let ready = false; !ready; ready = (await codeOf(person)) === undefined) codes.add(await codeOf(banned));
        codes.add(await codeOf(banned));
        expect([...codes].sort()).toEqual(['authorization_stale', 'invalid_token']);
      } finally {
        await proxy.forward();
        starting?.kill();
      }
    });

    it('ends by SIGTERM: nothing keeps the process', async () => {
      const ending = await Service.start(project, name, issuer, credentials);
      await ending.ready();
      expect(await ending.terminate()).toBe(0);
    });
  });
});
