import { SecretBox, type Settings, SettingsError } from '#platform';
import { WEB_PUSH_KEYS_PURPOSE } from '#push';
import { SigningKeyRepository } from '#sessions';
import type { DataSource } from 'typeorm';
import type { Check } from './check';
import { fail, type Finding, ok, warn } from './finding';
import { hasTable } from './has-table';

const DAY_MS = 86_400_000;
/** The interval that docs/security.md advises. */
const ROTATION_DAYS = 90;

export const keysCheck: Check = {
  name: 'keys',
  async run(context) {
    const source = await context.database();
    const secrets = new SecretBox(context.settings);
    return [
      ...(await signingKeys(source, secrets)),
      ...(await webPushKeys(source, secrets)),
      metrics(context.settings),
    ];
  },
};

async function signingKeys(source: DataSource, secrets: SecretBox): Promise<Finding[]> {
  const repository = new SigningKeyRepository(source, secrets);
  const now = Date.now();
  const keys = (await hasTable(source, 'signing_keys')) ? await repository.list() : [];
  const valid = keys.filter(({ retiresAt }) => !retiresAt || retiresAt.getTime() > now);
  const signs = valid.find(({ activeAt, retiresAt }) => !retiresAt && activeAt.getTime() <= now) ?? valid.at(-1);
  if (!signs) return [warn('there is no signing key yet', 'The next start of the service makes one.')];
  try {
    for (const { sealedPrivateKey } of valid) repository.decrypt(sealedPrivateKey);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return [
      fail(
        'SECRET_KEY does not open the signing keys in the database: they were encrypted with another one',
        'Put the SECRET_KEY back that was set before (without the setting: DATA_DIR/secret.key).',
      ),
    ];
  }
  const next = valid.find(({ activeAt }) => activeAt.getTime() > now);
  return [ok(`SECRET_KEY opens the signing keys (${valid.length})`), age(signs.activeAt, next?.activeAt, now)];
}

function age(activeAt: Date, nextAt: Date | undefined, now: number): Finding {
  const days = Math.floor((now - activeAt.getTime()) / DAY_MS);
  const found = `the signing key is ${days} days old`;
  if (nextAt) return ok(`${found}, the next one signs from ${nextAt.toISOString()} on`);
  if (days >= ROTATION_DAYS) return warn(found, 'Rotate it: npm run cli -- rotate-keys.');
  const due = new Date(activeAt.getTime() + ROTATION_DAYS * DAY_MS);
  return ok(`${found}, rotate it by ${due.toISOString().slice(0, 10)}`);
}

async function webPushKeys(source: DataSource, secrets: SecretBox): Promise<Finding[]> {
  if (!(await hasTable(source, 'web_push_keys'))) return [];
  const [row] = await source.query<{ sealed: string }[]>('SELECT sealed_private_key AS sealed FROM web_push_keys');
  if (!row) return [];
  try {
    secrets.open(WEB_PUSH_KEYS_PURPOSE, row.sealed);
    return [ok('SECRET_KEY opens the key for Web Push (VAPID)')];
  } catch {
    return [
      fail(
        'SECRET_KEY does not open the key for Web Push (VAPID)',
        'Put the SECRET_KEY back that was set before; otherwise a new key is made, and browsers have to subscribe anew.',
      ),
    ];
  }
}

function metrics({ METRICS_TOKEN, NODE_ENV }: Settings): Finding {
  if (METRICS_TOKEN) return ok('/metrics requires METRICS_TOKEN');
  return NODE_ENV === 'production'
    ? warn('/metrics is closed, since METRICS_TOKEN is not set', 'Set it, so that Prometheus can read.')
    : ok('/metrics is open: METRICS_TOKEN is not set, and this is not production');
}
