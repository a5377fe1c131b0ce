import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsCatalogue, SettingsError } from '#platform';
import { MAX_ACCESS_TOKEN_TTL } from '#sessions';
import { loadSettings, settingsSchema } from './settings';

describe('loadSettings', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'settings-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const load = (env: NodeJS.ProcessEnv) => loadSettings({ NODE_ENV: 'test', DATA_DIR: dataDir, ...env }, '');
  const errorsOf = (env: NodeJS.ProcessEnv): string[] => {
    try {
      load(env);
      return [];
    } catch (error) {
      return (error as SettingsError).errors;
    }
  };

  it('limits ACCESS_TOKEN_TTL to the time for which revocations are kept', () => {
    expect(load({ ACCESS_TOKEN_TTL: '24h' }).ACCESS_TOKEN_TTL).toBe(MAX_ACCESS_TOKEN_TTL);
    for (const ttl of ['25h', '2d', '86401s'])
      expect(() => load({ ACCESS_TOKEN_TTL: ttl })).toThrow(
        new SettingsError(['ACCESS_TOKEN_TTL: must be at most 24h']),
      );
  });

  it('several processes share presence in Redis', () => {
    const error = 'REDIS_URL: must be set with a WEB_CONCURRENCY above 1; presence and rate limits are shared there';
    expect(errorsOf({ WEB_CONCURRENCY: '2' })).toEqual([error]);
    const REDIS_URL = 'redis://localhost:6379';
    expect(load({ WEB_CONCURRENCY: '2', REDIS_URL }).WEB_CONCURRENCY).toBe(2);
    expect(load({ WEB_CONCURRENCY: 'auto', REDIS_URL }).WEB_CONCURRENCY).toBe(availableParallelism());
    expect(load({}).WEB_CONCURRENCY).toBe(1);
    for (const value of ['0', '-1', '100', '1.5', 'all'])
      expect(errorsOf({ WEB_CONCURRENCY: value, REDIS_URL })).toEqual([
        expect.stringMatching(/^WEB_CONCURRENCY: must be/),
      ]);
  });

  it('reports the errors of every module together', () => {
    expect(
      errorsOf({ PORT: 'x', BCRYPT_COST: '99', BOOTSTRAP_ADMIN_EMAIL: 'a@example.com', SESSION_TTL: '1d' }).sort(),
    ).toEqual([
      'BCRYPT_COST: must be a whole number from 4 to 16',
      'BOOTSTRAP_ADMIN_EMAIL: goes with BOOTSTRAP_ADMIN_PASSWORD; set both or none',
      'PORT: must be a whole number from 0 to 65535',
      'SESSION_TTL: must not be shorter than REFRESH_TOKEN_TTL',
    ]);
  });

  it.each([
    [
      'redis://:x9@h1:6379,h2:6379',
      'with several hosts must begin with redis+cluster:// or redis+sentinel:// (rediss+…)',
    ],
    ['redis+sentinel://:x9@h1,h2', 'must name the master, like redis+sentinel://host:26379,host:26379/mymaster'],
    ['redis+cluster://:x9@h1,h2?db=1', 'must have no parameter but keyPrefix'],
  ])('refuses REDIS_URL=%s', (value, rule) => expect(errorsOf({ REDIS_URL: value })).toEqual([`REDIS_URL: ${rule}`]));

  it.each([
    ['DATABASE_URL', 'postgres://auth:x9@db.example.com/auth', 'database', true],
    ['DATABASE_URL', 'postgres://auth:x9@db.example.com/auth?sslmode=prefer', 'database', true],
    ['DATABASE_URL', 'postgres://auth:x9@db.example.com/auth?sslmode=verify-full', 'database', false],
    ['DATABASE_URL', 'postgres://auth:x9@127.0.0.1/auth', 'database', false],
    ['DATABASE_URL', 'postgres:///auth?host=/run/postgresql', 'database', false],
    ['REDIS_URL', 'redis://:x9@redis.example.com:6379', 'redis', true],
    ['REDIS_URL', 'redis://127.0.0.1.example.com:6379', 'redis', true],
    ['REDIS_URL', 'rediss://:x9@redis.example.com:6379', 'redis', false],
    ['REDIS_URL', 'redis://localhost:6379', 'redis', false],
    ['REDIS_URL', 'redis+cluster://127.0.0.1:7000,redis.example.com:7000', 'redis', true],
    ['REDIS_URL', 'redis+cluster://127.0.0.1:7000,[::1]:7001', 'redis', false],
    ['REDIS_URL', 'rediss+sentinel://s1.example.com,s2.example.com/mymaster', 'redis', false],
  ])('production refuses a link that others can read: %s=%s', (name, value, link, isRefused) => {
    const faults = (allowed: string) =>
      errorsOf({ NODE_ENV: 'production', [name]: value, ALLOW_UNENCRYPTED: allowed }).filter((error) =>
        /^(DATABASE_URL|REDIS_URL): .*ALLOW_UNENCRYPTED/.test(error),
      );
    expect(faults('')).toHaveLength(isRefused ? 1 : 0);
    expect(faults(link)).toEqual([]);
    expect(errorsOf({ [name]: value })).toEqual([]);
  });

  it('marks every setting that could be a secret, or have one in it', () => {
    const isPublic = /^(PUBLIC_URL|FRONTEND_URL|SUPPORT_URL|RATE_LIMIT_\w+)$/;
    const settings = new SettingsCatalogue(settingsSchema, load({})).list();
    const suspicious = settings.filter(
      ({ name }) => /KEY$|SECRET|PASSWORD$|TOKEN$|CREDENTIALS?$|_ACCOUNT$|_URL$/.test(name) && !isPublic.test(name),
    );
    expect(suspicious.length).toBeGreaterThan(5);
    expect(suspicious.filter(({ isSecret }) => !isSecret).map(({ name }) => name)).toEqual([]);
  });

  it('describes settings as they were written, never a secret, and not after a copy either', () => {
    const settings = load({ METRICS_TOKEN: 'a-long-secret-token', ACCESS_TOKEN_TTL: '5m', PORT: '0' });
    const listed = new SettingsCatalogue(settingsSchema, { ...settings }).list();
    const of = (name: string) => listed.find((setting) => setting.name === name);
    expect(of('ACCESS_TOKEN_TTL')).toMatchObject({ value: '5m', isSet: true, isSecret: false });
    expect(of('METRICS_TOKEN')).toMatchObject({ value: null, isSet: true, isSecret: true });
    expect(of('SECRET_KEY')).toMatchObject({ value: null, isSet: false, isSecret: true });
    expect(of('PUBLIC_URL')).toMatchObject({ value: null, defaultWords: 'http://localhost:PORT', isSet: false });
    expect(JSON.stringify(listed)).not.toContain('a-long-secret-token');
  });

  it('shows no credentials in a URL, whichever setting has it', () => {
    const env = {
      CHALLENGE_PROVIDER: 'https://captcha.example.com/verify?api_key=hidden-1',
      FRONTEND_URL: 'https://u:hidden-2@app.example.com/',
      SUPPORT_URL: 'https://hidden-3@help.example.com/a?key=hidden-4#top',
      CORS_ORIGINS: 'https://a:hidden-5@a.example.com,https://b.example.com',
      CSP_REPORT_URI: 'https://reports.example.com/csp?sentry_key=hidden-6',
      MAIL_FROM: 'Auth <auth@example.com>',
    };
    const listed = new SettingsCatalogue(settingsSchema, load(env)).list();
    const of = (name: string) => listed.find((setting) => setting.name === name)!.value;
    expect(JSON.stringify(listed)).not.toContain('hidden-');
    expect(of('CHALLENGE_PROVIDER')).toBe('https://captcha.example.com/verify?…');
    expect(of('FRONTEND_URL')).toBe('https://…@app.example.com/');
    expect(of('CORS_ORIGINS')).toBe('https://…@a.example.com,https://b.example.com');
    expect(of('MAIL_FROM')).toBe('Auth <auth@example.com>');
  });

  it('takes no CHALLENGE_PROVIDER that can not be called', () => {
    const errors = errorsOf({ CHALLENGE_PROVIDER: 'https://user:secret@captcha.example.com/verify' });
    expect(errors).toEqual([expect.stringMatching(/^CHALLENGE_PROVIDER: must have no user name and password/)]);
    expect(errors.join()).not.toContain('secret@');
  });

  it.each([
    ['red', 'must be a colour in the form #3b4fd8'],
    [
      '#ffcc00',
      expect.stringMatching(/^BRAND_COLOR: must be dark enough .* contrast of at least 4\.5:1 .*WCAG 2\.2, 1\.4\.3/),
    ],
  ])('takes no brand colour that can not be read: %s', (color, rule) => {
    expect(errorsOf({ BRAND_COLOR: color })).toEqual([typeof rule === 'string' ? `BRAND_COLOR: ${rule}` : rule]);
  });

  it('takes a logo that is an image', () => {
    const file = join(dataDir, 'logo.png');
    expect(errorsOf({ BRAND_LOGO: file })).toEqual(['BRAND_LOGO: the file can’t be read']);
    writeFileSync(file, 'GIF89a');
    expect(errorsOf({ BRAND_LOGO: file })).toEqual(['BRAND_LOGO: must be an SVG, PNG, WebP or JPEG file']);
    writeFileSync(file, Buffer.concat([Buffer.from('<svg >'), Buffer.alloc(200_001)]));
    expect(errorsOf({ BRAND_LOGO: file })).toEqual(['BRAND_LOGO: the file must not be larger than 200 kB']);
    writeFileSync(file, '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>');
    expect(errorsOf({ BRAND_LOGO: file })).toEqual([]);
  });

  it('takes a default language that there is', () => {
    expect(errorsOf({ DEFAULT_LANGUAGE: 'tlh' })).toEqual([
      expect.stringMatching(/^DEFAULT_LANGUAGE: must be one of: .*de/),
    ]);
    expect(load({ DEFAULT_LANGUAGE: 'de' }).DEFAULT_LANGUAGE).toBe('de');
  });

  it('reports one error for a setting that is invalid and unsafe in production', () => {
    const errors = errorsOf({ NODE_ENV: 'production', BCRYPT_COST: '1', DATABASE_URL: 'mysql://x' });
    expect(errors.filter((error) => /^(BCRYPT_COST|DATABASE_URL):/.test(error))).toEqual([
      'DATABASE_URL: must be a URL like postgres://user:password@host:5432/name',
      'BCRYPT_COST: must be a whole number from 4 to 16',
    ]);
    expect(errors).toContain('SMTP_URL: must be set in production');
  });
});
