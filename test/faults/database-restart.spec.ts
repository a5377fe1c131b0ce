import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '#platform';
import { Client } from 'pg';
import { HttpClient } from '../support/http-client';
import { ServiceProcess } from '../support/service-process';
import { TcpProxy } from '../support/tcp-proxy';
import { waitFor } from '../support/wait-for';

jest.setTimeout(180_000);

const PEOPLE = 12;

describe('PostgreSQL is restarted under load', () => {
  let folder: string;
  let postgres: EmbeddedPostgres;
  let proxy: TcpProxy;
  let services: ServiceProcess[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'collabsphere-restart-'));
    postgres = await EmbeddedPostgres.open(folder);
    proxy = await TcpProxy.open(postgres.url);
    const env = {
      DATABASE_URL: proxy.url,
      DATA_DIR: folder,
      PUBLIC_URL: 'http://auth.example.com',
      BCRYPT_COST: '4',
      RATE_LIMIT_SCALE: '100000',
      LOG_LEVEL: 'error',
    };
    services = [await ServiceProcess.start(env), await ServiceProcess.start(env)];
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.kill()));
    await proxy.close();
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function people(http: HttpClient): Promise<{ email: string; password: string }[]> {
    const forms = Array.from({ length: PEOPLE }, (_, n) => ({
      email: `restart${n}@example.com`,
      username: `restart${n}`,
      password: 'correct horse battery',
      full_name: 'R',
    }));
    for (const form of forms) expect((await http.post('/api/register', form)).status).toBe(201);
    const db = new Client({ connectionString: postgres.url });
    await db.connect();
    await db.query('UPDATE users SET email_verified = true');
    await db.end();
    return forms;
  }

  it('no event is lost, and no process dies', async () => {
    const [here, there] = services.map(({ http }) => http) as [HttpClient, HttpClient];
    const crowd = await people(here);
    const ended: string[] = [];
    let going = true;
    /** Signs in here, and out there or here; what was answered counts. */
    const live = async ({ email, password }: { email: string; password: string }, n: number) => {
      while (going) {
        const signedIn = await here.post('/api/login', { email, password }).catch(() => undefined);
        if (signedIn?.status !== 200) continue;
        const token = signedIn.body.tokens.access;
        const out = await [here, there][n % 2]!.post('/api/logout', {}, { token }).catch(() => undefined);
        if (out?.status === 200) ended.push(token);
      }
    };
    const living = crowd.map(live);
    await waitFor(() => ended.length > 50, 'there is a load');
    await postgres.close();
    const before = ended.length;
    postgres = await EmbeddedPostgres.open(folder);
    proxy.retarget(postgres.url);
    await waitFor(() => ended.length > before + 50, 'it goes on', 60_000);
    going = false;
    await Promise.all(living);

    for (const service of services) {
      await service.ready();
      expect(service.child.exitCode).toBeNull();
      const { http } = service;
      const refused = async (token: string) => (await http.get('/api/sessions', { token })).status === 401;
      // A change that was answered last may take a moment to get across.
      await waitFor(
        async () => (await Promise.all(ended.map(refused))).every(Boolean),
        'all that has ended is refused',
      );
    }
  });
});
