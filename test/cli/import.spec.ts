import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { emptyDatabase } from '../support/database';
import { runCli } from '../support/run-cli';
import { runMaintenance } from '../support/run-maintenance';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const PASSWORD = 'lètmein';
// Made by Django 3.2, Python's hashlib, argon2-cffi and bcrypt.
const hashes = {
  pbkdf2: 'pbkdf2_sha256$260000$DvV6oU8o4CO9jI6xylzdBN$hoz6RYWPWgkrBB7BgpTdvCda0M9xXniz3mmFEemrKaY=',
  argon2: 'argon2$argon2id$v=19$m=102400,t=2,p=8$ZHJWbWtuWnlXNFZCODdIaWlGcFVCeA$cw2eepVJrvowfZABSIXsUw',
  bcryptSha256: 'bcrypt_sha256$$2b$12$3NqudV6CU4gI3s.J6h6M8O0DUivmKAIZneDaSYp55YFa5pnLeg6Xa',
  bcrypt: '$2b$12$vSRGDfbGSh61Me0xYLLAS.tJ2/3aTzkSpKLy/oRDfmhvYGbEMOrUq',
};
const keycloakHash = (algorithm: string, hashIterations: number, value: string, additionalParameters = {}) => [
  {
    type: 'password',
    secretData: JSON.stringify({ value, salt: 'Dx4tPEtaaXiHlqW0w9Lh8A==', additionalParameters: {} }),
    credentialData: JSON.stringify({ hashIterations, algorithm, additionalParameters }),
  },
];

jest.setTimeout(300_000);

describe('import', () => {
  let t: TestApp;
  let folder: string;
  beforeAll(async () => {
    [t, folder] = await Promise.all([testApp(), mkdtemp(join(tmpdir(), 'import-'))]);
  });
  afterAll(async () => {
    await t.close();
    await rm(folder, { recursive: true });
  });

  const env = () => ({ DATABASE_URL: t.databaseUrl, DATA_DIR: t.dataDir });
  const cli = (...args: string[]) => runCli(['import', ...args], { env: env() });
  const file = async (name: string, content: string | object) => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const lines = (records: object[]) => records.map((record) => JSON.stringify(record)).join('\n');
  const login = (email: string, password = PASSWORD) => t.http.post('/api/login', { email, password });
  const rowOf = async (email: string) =>
    (await t.db.query('SELECT * FROM users WHERE email = $1', [email]))[0] as Record<string, unknown>;
  const count = async (like = '%') =>
    (await t.db.query('SELECT count(*)::int AS n FROM users WHERE email LIKE $1', [like]))[0].n as number;
  const lastLine = ({ stdout }: { stdout: string }) => stdout.trimEnd().split('\n').at(-1);
  const report = async (path: string) =>
    (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; outcome: string; faults?: object[]; notes?: object[] });

  /** Signs each in by the old password, twice: the second time by our own hash. */
  async function expectSignIns(...emails: string[]) {
    for (const email of emails) {
      expect([email, (await login(email, 'not this one')).status]).toEqual([email, 401]);
      expect([email, (await login(email)).status]).toEqual([email, 200]);
      expect((await rowOf(email)).password_hash).toMatch(/^bcrypt-sha384\$\$2b\$04\$/);
      expect((await login(email)).status).toBe(200);
    }
  }

  it('takes a dump of Django, groups as roles', async () => {
    const user = (pk: number, name: string, fields: object) => ({
      model: 'auth.user',
      pk,
      fields: {
        username: name,
        email: `${name}@django.example.com`,
        first_name: 'Dora',
        last_name: 'Django',
        is_active: true,
        is_staff: false,
        is_superuser: false,
        date_joined: '2020-02-03T04:05:06.789Z',
        groups: [],
        user_permissions: [],
        ...fields,
      },
    });
    const dump = await file('django.json', [
      { model: 'auth.permission', pk: 1, fields: { name: 'Can add', content_type: 1, codename: 'add' } },
      { model: 'auth.group', pk: 7, fields: { name: 'Mods', permissions: [] } },
      user(1, 'dora', { password: hashes.pbkdf2, groups: [7] }),
      user(2, 'dirk', { password: hashes.argon2, groups: [['Mods']] }),
      user(3, 'dave', { password: hashes.bcryptSha256, is_superuser: true }),
      user(4, 'dina', { password: '!unusable', is_active: false }),
    ]);
    const roleMap = await file('roles.json', { Mods: 'moderator', is_superuser: null });
    const args = ['--from', 'django', dump, '--role-map', roleMap];

    const unsaid = await cli(...args);
    expect([unsaid.code, unsaid.stderr]).toEqual([1, expect.stringMatching(/line 1 does not say .*--assume/)]);
    expect(await count('%@django.example.com')).toBe(0);

    const done = await cli(...args, '--assume', 'verified');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(lastLine(done)).toBe('4 accounts imported, 0 imported before, 0 refused, 2 other records.');
    await expectSignIns('dora@django.example.com', 'dirk@django.example.com', 'dave@django.example.com');
    const { body } = await login('dora@django.example.com');
    expect(body.user).toMatchObject({ full_name: 'Dora Django', date_joined: '2020-02-03T04:05:06.789Z' });
    expect(body.user.roles.map(({ name }: { name: string }) => name)).toEqual(['moderator', 'user']);
    expect(await rowOf('dina@django.example.com')).toMatchObject({
      deactivated_at: expect.any(Date),
      password_hash: '',
    });
    const [entry] = await t.db.query(
      `SELECT details, actor_id FROM audit_log WHERE action = 'accounts.import' ORDER BY seq DESC LIMIT 1`,
    );
    expect(entry).toEqual({
      actor_id: null,
      details: { system: 'django', accounts: 4, first_line: 1, last_line: 1 },
    });
  });

  it('reads the tables of Django, and of an app with roles of its own', async () => {
    const django = await emptyDatabase();
    const db = new Client({ connectionString: django.url });
    await db.connect();
    try {
      await db.query(`
        CREATE TABLE auth_group (id int PRIMARY KEY, name varchar(150));
        CREATE TABLE accounts_role (id int PRIMARY KEY, name varchar(50));
        CREATE TABLE accounts_user (id int PRIMARY KEY, password varchar(128), email varchar(254), username varchar(50),
          full_name varchar(255), bio text, avatar varchar(100), is_active boolean, is_staff boolean,
          is_superuser boolean, is_verified boolean, last_login timestamptz, date_joined timestamptz,
          role_id int REFERENCES accounts_role);
        CREATE TABLE accounts_user_groups (id int PRIMARY KEY, user_id int, group_id int);
        INSERT INTO auth_group VALUES (1, 'moderator'), (2, 'owner');
        INSERT INTO accounts_role VALUES (5, 'admin');
        INSERT INTO accounts_user VALUES
          (1, '${hashes.pbkdf2}', 'tara@tables.example.com', 'tara', 'Tara Tables', 'Likes rows.', 'avatars/tara.png',
           true, false, false, true, NULL, '2021-01-01 00:00:00.5+02', 5),
          (2, '${hashes.argon2}', 'tom@tables.example.com', 'tom', 'Tom Tables', '', '', true, false, false, false, NULL,
           '2021-01-01', NULL);
        INSERT INTO accounts_user_groups VALUES (1, 1, 1), (2, 1, 2)`);
      const args = ['--from', 'django', django.url, '--table', 'accounts_user', '--system', 'tables'];
      const done = await cli(...args);
      expect([done.code, done.stderr]).toEqual([0, '']);
      expect(done.stdout).toMatch(/1 were not made owners/);
      await expectSignIns('tara@tables.example.com');
      const { body } = await login('tara@tables.example.com');
      expect(body.user).toMatchObject({ bio: 'Likes rows.', date_joined: '2020-12-31T22:00:00.500Z', avatar: null });
      expect(body.user.roles.map(({ name }: { name: string }) => name)).toEqual(['admin', 'moderator', 'user']);
      expect((await login('tom@tables.example.com')).body.code).toBe('email_not_verified');

      const missing = await cli('--from', 'django', django.url);
      expect(missing.stderr).toMatch(/no table "auth_user"; --table names another/);
      const hostile = await cli('--from', 'django', django.url, '--table', 'x"; DROP TABLE accounts_user; --');
      expect(hostile.stderr).toMatch(/has no table/);
      const [{ n }] = (await db.query('SELECT count(*)::int AS n FROM accounts_user')).rows;
      expect(n).toBe(2);
    } finally {
      await db.end();
      await django.drop();
    }
  });

  it('takes the lines of Auth0, whichever of its two ids they have', async () => {
    const export1 = {
      _id: { $oid: '60425dc43519d90068f82973' },
      email: 'alma@auth0.example.com',
      email_verified: true,
      passwordHash: hashes.bcrypt,
      name: 'Alma Auth',
    };
    const done = await cli('--from', 'auth0', await file('auth0.json', lines([export1])));
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(await rowOf('alma@auth0.example.com')).toMatchObject({ username: 'alma.auth', email_verified: true });
    await expectSignIns('alma@auth0.example.com');
    const export2 = {
      user_id: 'auth0|60425dc43519d90068f82973',
      email: 'alma@auth0.example.com',
      email_verified: true,
    };
    const again = await cli('--from', 'auth0', await file('auth0-users.json', lines([export2])));
    expect(lastLine(again)).toBe('0 accounts imported, 1 imported before, 0 refused, 0 other records.');
  });

  it('takes the users of Firebase with the parameters that its console shows', async () => {
    const users = await file('firebase.json', {
      users: [
        {
          localId: 'f1',
          email: 'fred@firebase.example.com',
          emailVerified: true,
          passwordHash: 'lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC_qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ==',
          salt: '42xEC+ixf3L2lw==',
          createdAt: '1600000000000',
          customAttributes: '{"role":"moderator"}',
        },
        { localId: 'f2', phoneNumber: '+491700000000' },
      ],
    });
    const parameters = await file(
      'firebase.txt',
      `hash_config {
         algorithm: SCRYPT,
         base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
         base64_salt_separator: Bw==,
         rounds: 8,
         mem_cost: 14,
       }`,
    );
    const without = await cli('--from', 'firebase', users);
    expect([without.code, without.stderr]).toEqual([1, expect.stringMatching(/--firebase-parameters/)]);
    const done = await cli('--from', 'firebase', users, '--firebase-parameters', parameters);
    expect([done.code, done.stdout]).toEqual([1, expect.stringMatching(/line 1: email: It is missing\. \(required\)/)]);
    const email = 'fred@firebase.example.com';
    expect((await login(email, 'user1password')).status).toBe(200);
    expect((await login(email, 'user1password')).body.user.roles).toHaveLength(2);
    expect((await rowOf(email)).date_joined).toEqual(new Date(1_600_000_000_000));
  });

  it('takes the realm of Keycloak', async () => {
    const user = (name: string, credentials: object[]) => ({
      id: `kc-${name}`,
      username: `${name}@keycloak.example.com`,
      email: `${name}@keycloak.example.com`,
      emailVerified: true,
      enabled: true,
      firstName: name,
      lastName: 'Keycloak',
      createdTimestamp: 1_600_000_000_000,
      credentials,
      realmRoles: ['default-roles-demo', 'moderator'],
      groups: [],
    });
    const realm = await file('realm.json', {
      realm: 'demo',
      roles: { realm: [{ name: 'moderator' }] },
      users: [
        user('karl', keycloakHash('pbkdf2-sha256', 27500, 'wX3qIst0guCaknvoWeQBDeUSy7RdTLHiWnntejow+sA=')),
        user(
          'kate',
          keycloakHash(
            'pbkdf2-sha512',
            30000,
            'vM2LmBz27MlgZCfinh+vx/vZGGb2xaIQqEOM879F/VoKI2wBV9Q5eAkAYE5hW3IIeYsacppC/coEkP/mNFLAgA==',
          ),
        ),
        user(
          'kurt',
          keycloakHash('argon2', 5, 'QbLYiP3kfNcW3rbb4F5Zd5sU4b0GfIs6bZ9U8XRbFkQ=', {
            hashLength: ['32'],
            memory: ['7168'],
            type: ['id'],
            version: ['1.3'],
            parallelism: ['1'],
          }),
        ),
        { id: 'svc', username: 'service-account-x', enabled: true, serviceAccountClientId: 'x' },
      ],
      clients: [{ users: [] }],
    });
    const done = await cli('--from', 'keycloak', realm);
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(lastLine(done)).toBe('3 accounts imported, 0 imported before, 0 refused, 1 other records.');
    expect(done.stdout).not.toMatch(/unknown role/);
    await expectSignIns('karl@keycloak.example.com', 'kate@keycloak.example.com', 'kurt@keycloak.example.com');
    expect(await rowOf('karl@keycloak.example.com')).toMatchObject({ username: 'karl.keycloak' });
  });

  it('takes the table of Supabase', async () => {
    const csv = await file(
      'supabase.csv',
      `id,email,encrypted_password,email_confirmed_at,created_at,raw_user_meta_data,raw_app_meta_data,deleted_at,is_anonymous,banned_until
s1,sara@supabase.example.com,${hashes.bcrypt},2022-01-01 00:00:00+00,2022-01-01 00:00:00.123+00,"{""full_name"": ""Sara, of Supabase""}",{},,f,
s2,gone@supabase.example.com,${hashes.bcrypt},,2022-01-01 00:00:00+00,{},{},2023-01-01 00:00:00+00,f,
`,
    );
    const done = await cli('--from', 'supabase', csv);
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(lastLine(done)).toBe('1 account imported, 0 imported before, 0 refused, 1 other records.');
    await expectSignIns('sara@supabase.example.com');
    expect(await rowOf('sara@supabase.example.com')).toMatchObject({ full_name: 'Sara, of Supabase' });
  });

  it('takes a CSV file, and is the same after a dry run, a second and a third time', async () => {
    const csv = await file(
      'people.csv',
      `email,username,full_name,password_hash,email_verified,roles,disabled
cora@csv.example.com,cora,Cora,${hashes.bcrypt},true,moderator;helper,false
carl@csv.example.com,carl,=cmd|' /C calc'!A0,,true,,true
`,
    );
    const path = join(folder, 'csv.report');
    // The times of those who have signed in before are written in batches.
    const all = () => t.db.query(`SELECT to_jsonb(users) - 'last_seen' AS account FROM users ORDER BY id`);
    const before = await all();
    const dry = await cli('--from', 'csv', csv, '--dry-run', '--report', path);
    expect([dry.code, lastLine(dry)]).toEqual([
      0,
      '2 accounts would be imported, 0 imported before, 0 refused, 0 other records.',
    ]);
    expect(dry.stdout).toMatch(/1 have no password.*\n(.*\n)*.*1 have an unknown role "helper"|unknown role "helper"/);
    expect(await all()).toEqual(before);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await report(path)).toEqual([
      { line: 2, id: 'cora@csv.example.com', outcome: 'create', notes: [{ code: 'role_unknown', role: 'helper' }] },
      { line: 3, id: 'carl@csv.example.com', outcome: 'create', notes: [{ code: 'no_password' }] },
    ]);
    expect((await cli('--from', 'csv', csv)).code).toBe(0);
    const first = await all();
    expect(first).toHaveLength(before.length + 2);
    for (let run = 2; run <= 3; run++) {
      const again = await cli('--from', 'csv', csv);
      expect(lastLine(again)).toBe('0 accounts imported, 2 imported before, 0 refused, 0 other records.');
      expect(await all()).toEqual(first);
    }
    await expectSignIns('cora@csv.example.com');
    expect((await login('carl@csv.example.com', '')).status).toBe(401);
  });

  it('names each fault with line, field and rule, and imports the others', async () => {
    const { email: taken, username } = await t.as.verifiedUser();
    const person = (id: string, extras: object = {}) => ({
      user_id: id,
      email: `${id}@faults.example.com`,
      email_verified: true,
      name: 'Fay',
      username: id,
      ...extras,
    });
    const path = join(folder, 'faults.report');
    const records = await file(
      'faults.json',
      [
        lines([
          person('fine-one'),
          person('f2', { email: 'no address' }),
          person('f3', { email: taken.toUpperCase() }),
          person('f4', { username: username.toUpperCase() }),
          person('f5', { username: 'fíne-οne' }),
          person('f6', { username: 'fine-0ne', email: 'x@faults.example.com' }),
          person('f7', { email: 'FINE-ONE@Faults.Example.com' }),
          person('fine-one', { email: 'other@faults.example.com', username: 'other' }),
          person('f9', { username: 'admin' }),
          person('f10', { name: 'a\0b' }),
          person('f11', { passwordHash: 'pbkdf2_sha256$999999999$salt$' + 'A'.repeat(43) + '=' }),
          person('f12', { passwordHash: 'md5$abc$def' }),
          person('f13', { email_verified: 'perhaps' }),
          person('f14', { created_at: '2024-02-31' }),
          person('f15', { email: 'ﬁne-one@faults.example.com' }),
        ]),
        '{"user_id": 5, ',
        `${JSON.stringify(person('f17', { name: 'x'.repeat(10_000_000) }))}`,
      ]
        .join('\n')
        .replace('{"user_id": 5, ', '{"user_id": 5,}'),
    );
    const done = await cli('--from', 'auth0', records, '--report', path);
    expect(done.code).toBe(1);
    const faults = (await report(path))
      .filter(({ outcome }) => outcome === 'refuse')
      .sort((a, b) => a.line - b.line)
      .map(({ line, faults: found = [] }) => [
        line,
        ...(found as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`),
      ]);
    expect(faults).toEqual([
      [2, 'email invalid_email'],
      [3, 'email email_taken'],
      [4, 'username username_taken'],
      [5, 'username username_mixed_scripts'],
      [6, 'username duplicate_username'],
      [7, 'email duplicate_email'],
      [8, 'id duplicate_id'],
      [9, 'username username_reserved'],
      [10, 'full_name invalid_characters'],
      [11, 'password_hash password_hash_too_costly'],
      [12, 'password_hash password_hash_unknown_form'],
      [13, 'email_verified invalid_type'],
      [14, 'created_at invalid_time'],
      [15, 'email duplicate_email'],
      [16, ' malformed_json'],
      [17, ' too_long'],
    ]);
    expect(await count('%faults.example.com')).toBe(1);
    expect(lastLine(done)).toBe('1 account imported, 0 imported before, 16 refused, 0 other records.');

    const renamed = await cli('--from', 'auth0', records, '--rename');
    expect(lastLine(renamed)).toMatch(/^4 accounts imported, 1 imported before/);
    expect(await rowOf('f9@faults.example.com')).toMatchObject({
      username: expect.stringMatching(/^fay(\.[0-9a-f]{8})?$/),
    });
  });

  it('makes owners only where it is asked to', async () => {
    const csv = await file(
      'owners.csv',
      'email,username,email_verified,roles\nola@owners.example.com,ola,true,owner\n',
    );
    const map = await file('owner-map.json', { boss: 'owner' });
    const mapped = await cli('--from', 'csv', csv, '--role-map', map);
    expect(mapped.stderr).toMatch(/--allow-owner/);
    expect((await cli('--from', 'csv', csv, '--allow-owner')).code).toBe(0);
    const [{ roles }] = await t.db.query(
      `SELECT array_agg(name ORDER BY name) AS roles FROM user_roles JOIN roles ON id = role_id
       WHERE user_id = (SELECT id FROM users WHERE username = 'ola')`,
    );
    expect(roles).toEqual(['owner', 'user']);
  });

  it('does not bring back who has deleted the account, and keeps who never verified an old one', async () => {
    const csv = await file(
      'gone.csv',
      `email,username,email_verified,password_hash,date_joined
gerd@gone.example.com,gerd,true,${hashes.bcrypt},2015-01-01T00:00:00Z
gabi@gone.example.com,gabi,false,${hashes.bcrypt},2015-01-01T00:00:00Z
`,
    );
    expect((await cli('--from', 'csv', csv)).code).toBe(0);
    await runMaintenance(t);
    expect(await count('gabi@gone%')).toBe(1);
    await t.db.query(`UPDATE imported_accounts SET imported_at = now() - interval '31 days'`);
    await runMaintenance(t);
    expect(await count('gabi@gone%')).toBe(0);

    const { body } = await login('gerd@gone.example.com');
    const deletion = await t.http.delete('/api/account', { token: body.tokens.access, body: { password: PASSWORD } });
    expect(deletion.status).toBe(204);
    const again = await cli('--from', 'csv', csv);
    expect(again.stdout).toMatch(/2 have been deleted here/);
    expect(await count('%@gone.example.com')).toBe(0);
  });

  it('goes on after it was killed, and refuses a second import meanwhile', async () => {
    const amount = 6000;
    const people = Array.from({ length: amount }, (_, n) => ({
      user_id: `k${n}`,
      email: `k${n}@killed.example.com`,
      email_verified: true,
      username: `k${n}`,
      passwordHash: hashes.bcrypt,
    }));
    const path = await file('killed.json', lines(people));
    const main = resolve('dist/apps/cli/src/main.js');
    const child = spawn(process.execPath, [main, 'import', '--from', 'auth0', path], {
      env: { PATH: process.env.PATH, ...env() },
      stdio: 'ignore',
    });
    const closed = once(child, 'close');
    await waitFor(async () => (await count('k%@killed.example.com')) > 0, 'the first batch is imported', 60_000);
    const second = await cli('--from', 'auth0', path);
    child.kill('SIGINT');
    await closed;
    const sofar = await count('k%@killed.example.com');
    if (sofar < amount) expect(second.stderr).toBe('another import is running.\n');
    expect(sofar % 1000).toBe(0);

    const rest = await cli('--from', 'auth0', path);
    expect(lastLine(rest)).toBe(
      `${amount - sofar} accounts imported, ${sofar} imported before, 0 refused, 0 other records.`,
    );
    expect(await count('k%@killed.example.com')).toBe(amount);
    const [{ n }] = await t.db.query(
      `SELECT sum((details->>'accounts')::int)::int AS n FROM audit_log
       WHERE action = 'accounts.import' AND details->>'system' = 'auth0' AND details->>'first_line' IS NOT NULL
         AND (details->>'accounts')::int = 1000`,
    );
    expect(n).toBe(amount);
    const verified = await runCli(['audit', 'verify'], { env: env() });
    expect(verified.code).toBe(0);
  });

  it.each([
    ['a file that is not there', ['--from', 'csv', '/no/such.csv'], /\/no\/such\.csv can't be read: ENOENT/],
    ['a folder', ['--from', 'csv', '/tmp'], /can't be read: EISDIR/],
    ['an unknown source', ['--from', 'myspace', 'x'], /Allowed choices are/],
    [
      'a database that is away',
      ['--from', 'django', `postgres://u:${'geheim'}@127.0.0.1:1/x`],
      /can't be read: .*ECONNREFUSED/,
    ],
    ['a database of another system', ['--from', 'keycloak', 'postgres://127.0.0.1/x'], /Only --from django/],
    ['a report that can not be', ['--from', 'csv', '/no/such.csv', '--report', '/no/such/r'], /report .*ENOENT/],
  ])('says what is wrong with %s', async (_, args, message) => {
    const { code, stderr } = await cli(...args);
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
    expect(stderr).not.toMatch(/\n +at |geheim/);
  });

  it.each([
    ['unknown columns', 'email,passwort\n', /line 1: unknown columns \["passwort"\]/],
    ['an open quote', 'email\n"a@example.com\n', /a quote is not closed/],
    ['a row of 10 MB', `email\n${'x'.repeat(10_000_000)}\n`, /longer than 1 MiB/],
  ])('refuses a CSV file with %s', async (_, content, message) => {
    const { code, stderr } = await cli('--from', 'csv', await file('bad.csv', content));
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
  });
});
