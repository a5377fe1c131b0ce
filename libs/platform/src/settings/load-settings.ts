import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { withGivenTexts } from './given-settings';
import { readOrCreateSecret } from './secret-key';
import { Settings } from './settings';
import { SettingsError } from './settings-error';
import type { SettingsPart } from './settings-part';

/** One schema of all settings. */
export function settingsSchemaOf(parts: SettingsPart[]): z.ZodObject {
  return z.object(Object.assign({}, ...parts.map(({ shape }) => shape)));
}

/**
 * Reads and checks the settings; a value in `env` wins over one in the `.env` file.
 * `NAME_FILE` may name a file that holds the value of `NAME`, as secret stores mount them.
 * @throws {SettingsError} with every error
 */
export function loadSettings(parts: SettingsPart[], env: NodeJS.ProcessEnv, envFile: string): Settings {
  const schema = settingsSchemaOf(parts);
  const fromFile = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  const given = resolveFileSettings(Object.keys(schema.shape), { ...fromFile, ...env });
  const issues = schema.safeParse(given).error?.issues ?? [];
  const invalid = new Set(issues.map(({ path }) => String(path[0])));
  // Invalid settings get their defaults, so that the rules on all others are checked as well.
  const values = schema.parse(Object.fromEntries(Object.entries(given).filter(([name]) => !invalid.has(name))));
  const errors = [
    ...issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...productionErrors(parts, values).filter((error) => !invalid.has(error.slice(0, error.indexOf(':')))),
    ...parts.flatMap((part) => part.check?.(values) ?? []),
  ];
  if (errors.length > 0) throw new SettingsError(errors);
  return withGivenTexts(withDerivedDefaults(values as unknown as Settings), given);
}

/** An empty value counts as not set: that is how `.env` files leave a line open. */
function resolveFileSettings(names: string[], env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given: NodeJS.ProcessEnv = {};
  for (const name of names) {
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

function productionErrors(parts: SettingsPart[], values: Record<string, unknown>): string[] {
  if (values.NODE_ENV !== 'production') return [];
  return parts
    .flatMap(({ production = [] }) => production)
    .filter(([, , predicate]) => !predicate(values))
    .map(([name, rule]) => `${name}: ${rule} in production`);
}

/** Defaults that depend on other settings. */
function withDerivedDefaults(values: Partial<Settings> & Pick<Settings, 'PORT' | 'DATA_DIR' | 'NODE_ENV'>): Settings {
  const PUBLIC_URL = values.PUBLIC_URL ?? `http://localhost:${values.PORT}`;
  const DATA_DIR = resolve(values.DATA_DIR);
  return Object.assign(new Settings(), {
    ...values,
    DATA_DIR,
    PUBLIC_URL,
    FRONTEND_URL: values.FRONTEND_URL ?? PUBLIC_URL,
    SECRET_KEY: values.SECRET_KEY ?? readOrCreateSecret(DATA_DIR),
    DOCS_ENABLED: values.DOCS_ENABLED ?? values.NODE_ENV !== 'production',
  });
}
