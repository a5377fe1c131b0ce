import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase } from '../support/database';
import { ServiceProcess } from '../support/service-process';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const ours = {
  bcrypt: /^bcrypt-sha384\$\$2b\$04\$/,
  argon2id: /^\$argon2id\$v=19\$m=1024,t=1,p=1\$/,
  'argon2id with more': /^\$argon2id\$v=19\$m=2048,t=3,p=1\$/,
};
const settings = {
  bcrypt: {},
  argon2id: { PASSWORD_HASH: 'argon2id', ARGON2_MEMORY: '1', ARGON2_PASSES: '1' },
  'argon2id with more': { PASSWORD_HASH: 'argon2id', ARGON2_MEMORY: '2', ARGON2_PASSES: '3' },
};
const SECRET_KEY = randomBytes(32).toString('base64');
type Scheme = keyof typeof settings;

describe('the scheme of password hashes', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => (database = await freshDatabase()));
  afterEach(() => database.drop());

  const withApp = async <Result>(scheme: Scheme, work: (app: TestApp) => Promise<Result>): Promise<Result> => {
    const app = await testApp({ DATABASE_URL: database.url, SECRET_KEY, ...settings[scheme] });
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  };
  const rowOf = async ({ db }: TestApp, { id }: TestUser): Promise<{ hash: string; version: number }> =>
    (await db.query('SELECT password_hash AS hash, credential_version AS version FROM users WHERE id = $1', [id]))[0];
  const login = ({ http }: TestApp, { email, password }: TestUser) => http.post('/api/login', { email, password });

  it.each<[Scheme, Scheme]>([
    ['bcrypt', 'argon2id'],
    ['argon2id', 'bcrypt'],
    ['argon2id', 'argon2id with more'],
  ])('is changed from %s to %s by each login, once, and no proof ends by it', async (before, after) => {
    const person = await withApp(before, async (app) => {
      const person = await app.as.verifiedUser();
      expect(await rowOf(app, person)).toEqual({ hash: expect.stringMatching(ours[before]), version: 0 });
      return person;
    });
    await withApp(after, async (app) => {
      expect((await login(app, { ...person, password: 'not this one' })).status).toBe(401);
      expect((await rowOf(app, person)).hash).toMatch(ours[before]);

      expect((await login(app, person)).status).toBe(200);
      const rehashed = await rowOf(app, person);
      expect(rehashed).toEqual({ hash: expect.stringMatching(ours[after]), version: 0 });
      expect((await login(app, person)).status).toBe(200);
      expect(await rowOf(app, person)).toEqual(rehashed);

      const passwords = { current_password: person.password, new_password: 'another horse battery' };
      const { access: token } = await app.as.signIn(person);
      expect((await app.http.post('/api/password/change', passwords, { token })).status).toBe(200);
      expect(await rowOf(app, person)).toEqual({ hash: expect.stringMatching(ours[after]), version: 1 });
    });
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('loads nothing of argon2 with bcrypt, and no thread or package before the first hash', async () => {
    const loaded = ({ pid }: ServiceProcess) => readFileSync(`/proc/${pid}/maps`, 'utf8').match(/bcrypt|argon2/g) ?? [];
    const dataDir = await mkdtemp(join(tmpdir(), 'password-hash-'));
    const service = await ServiceProcess.start({ DATABASE_URL: database.url, DATA_DIR: dataDir, BCRYPT_COST: '4' });
    try {
      expect(loaded(service)).toEqual([]);
      const person = { email: 'nobody@example.com', password: 'not this one' };
      expect((await service.http.post('/api/login', person)).status).toBe(401);
      expect(new Set(loaded(service))).toEqual(new Set(['bcrypt']));
    } finally {
      await service.kill();
      await rm(dataDir, { recursive: true });
    }
  });
});
