import { runCli } from '../support/run-cli';
import { tokenOf } from '../support/services';
import { type TestApp, testApp } from '../support/test-app';

describe('create-service', () => {
  let app: TestApp;
  beforeAll(async () => (app = await testApp()));
  afterAll(() => app.close());

  const cli = (...args: string[]) => runCli(args, { env: { DATABASE_URL: app.databaseUrl, DATA_DIR: app.dataDir } });
  const create = (name: string, ...rest: string[]) => cli('create-service', '--name', name, ...rest);

  it('prints what goes into an environment file, and the running service takes it', async () => {
    const { code, stdout, stderr } = await create('messages', '--scope', 'authorization.read');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [, id, secret] = /^AUTH_CLIENT_ID=(\S+)\nAUTH_CLIENT_SECRET=(\S+)\n$/.exec(stdout)!;
    const token = await tokenOf(app.http, { id: id!, secret: secret! });
    const { status } = await app.http.send('HEAD', '/api/authorization/events', undefined, { token });
    expect(status).toBe(200);

    const { access } = await app.as.owner();
    const { body } = await app.http.get('/api/audit-log?action=service.create', { token: access });
    expect(body.items).toMatchObject([{ actor: null, details: { service_id: id, after: { name: 'messages' } } }]);
    expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('prints JSON where that is asked for, and takes several scopes', async () => {
    const { stdout } = await create('pusher', '--scope', 'authorization.read', '--scope', 'push.send', '--json');
    const { client_id: id, client_secret: secret, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({});
    await tokenOf(app.http, { id, secret }, 'push.send authorization.read');
  });

  it('says in words what is wrong', async () => {
    expect(await create('MESSAGES', '--scope', 'push.send')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'A service of this name, or of one that looks like it, exists already.\n',
    });
    const { code, stderr } = await create('', '--scope', 'root');
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^--name: .*empty/),
      '--scope: Use only: authorization.read, push.send.',
    ]);
    expect((await create('scopeless')).stderr).toMatch(/required option '--scope/);
  });

  it('`services` shows them, without secrets', async () => {
    const { code, stdout } = await cli('services');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^client_id +name +scopes +secrets +last used\n/);
    expect(stdout).toMatch(/ messages +authorization\.read +1 +\d{4}-.*Z\n/);
    expect(stdout).toMatch(/ pusher +authorization\.read push\.send +1 +/);
    expect(stdout).toMatch(/\n2 services\.\n$/);
  });
});
