import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Settings } from './settings';
import { settingsSchema } from './settings.schema';

/** All that is wrong with the settings, a line each; never holds a value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(
    readonly errors: string[],
    options?: ErrorOptions,
  ) {
    super(errors.join('\n'), options);
  }
}

/**
 * Reads and checks the settings; a value in `env` wins over one in the `.env` file.
 * `NAME_FILE` may name a file that holds the value of `NAME`, as secret stores mount them.
 * @throws {SettingsError} naming every fault
 */
export function loadSettings(env: NodeJS.ProcessEnv = process.env, envFile = '.env'): Settings {
  const fromFile = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  const given = resolveFileSettings({ ...fromFile, ...env });
  const { error } = settingsSchema.safeParse(given);
  const faults = (error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  // The rest is judged too, with defaults in the place of what is wrong.
  const wrong = new Set((error?.issues ?? []).map(({ path }) => String(path[0])));
  const data = settingsSchema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !wrong.has(name))));
  if (data.NODE_ENV === 'production')
    faults.push(...unsafeInProduction(data).filter((fault) => !wrong.has(fault.slice(0, fault.indexOf(':')))));
  if (!data.BOOTSTRAP_ADMIN_EMAIL !== !data.BOOTSTRAP_ADMIN_PASSWORD)
    faults.push('BOOTSTRAP_ADMIN_EMAIL: goes with BOOTSTRAP_ADMIN_PASSWORD; set both or none');
  if (data.SESSION_TTL < data.REFRESH_TOKEN_TTL) faults.push('SESSION_TTL: must not be shorter than REFRESH_TOKEN_TTL');
  if (faults.length > 0) throw new SettingsError(faults);

  const PUBLIC_URL = data.PUBLIC_URL ?? `http://localhost:${data.PORT}`;
  return Object.assign(new Settings(), {
    ...data,
    DATA_DIR: resolve(data.DATA_DIR),
    PUBLIC_URL,
    FRONTEND_URL: data.FRONTEND_URL ?? PUBLIC_URL,
    SECRET_KEY: data.SECRET_KEY ?? readOrCreateSecret(resolve(data.DATA_DIR)),
    DOCS_ENABLED: data.DOCS_ENABLED ?? data.NODE_ENV !== 'production',
  });
}

/** An empty value counts as not set: that is how `.env` files leave a line open. */
function resolveFileSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given: NodeJS.ProcessEnv = {};
  for (const name of Object.keys(settingsSchema.shape)) {
    const file = env[`${name}_FILE`];
    const value = file ? readSecretFile(`${name}_FILE`, file) : env[name];
    if (value) given[name] = value;
  }
  return given;
}

function readSecretFile(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new SettingsError([`${name}: the file can't be read`]);
  }
}

type Parsed = ReturnType<typeof settingsSchema.parse>;

/** Of 32 random bytes about 30 differ; fewer than 20 do not come by chance, but from zeros or a repeated word. */
function looksRandom(secret: string | undefined): boolean {
  return secret === undefined || new Set(Buffer.from(secret, 'base64')).size >= 20;
}

function unsafeInProduction(settings: Parsed): string[] {
  const faults: string[] = [];
  const must = (name: keyof Parsed, holds: unknown, rule: string) => {
    if (!holds) faults.push(`${name}: ${rule} in production`);
  };
  must('DATABASE_URL', settings.DATABASE_URL, 'must be set');
  must('SMTP_URL', settings.SMTP_URL, 'must be set');
  must('SECRET_KEY', settings.SECRET_KEY, 'must be set');
  must('SECRET_KEY', looksRandom(settings.SECRET_KEY), 'must be random bytes');
  must('PUBLIC_URL', settings.PUBLIC_URL?.startsWith('https:'), 'must be set, and https');
  must('FRONTEND_URL', settings.FRONTEND_URL?.startsWith('https:') ?? true, 'must be https');
  must(
    'CORS_ORIGINS',
    settings.CORS_ORIGINS.every((origin) => origin.startsWith('https:')),
    'must all be https',
  );
  must('FCM_ENDPOINT', settings.FCM_ENDPOINT.startsWith('https:'), 'must be https');
  must(
    'FCM_SERVICE_ACCOUNT',
    settings.FCM_SERVICE_ACCOUNT?.token_uri.startsWith('https:') ?? true,
    'must have a token_uri that is https',
  );
  must(
    'PUSH_TRUSTED_ORIGINS',
    settings.PUSH_TRUSTED_ORIGINS.every((trusted) => trusted.startsWith('https:')),
    'must all be https',
  );
  must('BCRYPT_COST', settings.BCRYPT_COST >= 10, 'must be at least 10');
  must('ACCESS_TOKEN_TTL', settings.ACCESS_TOKEN_TTL <= 3600, 'must be at most 1h');
  must('RATE_LIMIT_SCALE', settings.RATE_LIMIT_SCALE <= 10, 'must be at most 10');
  must('TRUST_PROXY', settings.TRUST_PROXY !== 'true', 'must name the proxies, or their number,');
  must('MAIL_FROM', !settings.MAIL_FROM.includes('@localhost'), 'must be an address of yours');
  must(
    'DATABASE_URL',
    !/:\/\/(postgres:postgres|root:root|postgres:password|postgres:)@/.test(settings.DATABASE_URL ?? ''),
    'must not have a default password',
  );
  must(
    'DATABASE_URL',
    !/sslmode=no-verify/.test(settings.DATABASE_URL ?? ''),
    'must not switch off certificate checks',
  );
  return faults;
}

function readOrCreateSecret(dataDir: string): string {
  const file = join(dataDir, 'secret.key');
  try {
    if (!existsSync(file)) createSecret(dataDir, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SettingsError([`DATA_DIR: the secret key can't be kept there (${code})`], { cause: error });
  }
  return readFileSync(file, 'utf8').trim();
}

/** Once, even where two processes start together, and whole: nobody finds a file that is still being written. */
function createSecret(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}
