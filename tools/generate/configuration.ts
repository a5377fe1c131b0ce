import { loadSettings, settingsSchema } from '#composition';
import { SettingsError } from '#platform';
import { z } from 'zod';
import { table } from './markdown';

interface Setting {
  name: string;
  group: string;
  description: string;
  /** As it would be written; nothing where it is not a plain value. */
  default?: string;
  /** The text shown for a default that is no plain value. */
  shown?: string;
  example?: string;
}

/** What the schema says of each setting, as people write it: durations are `10m`, not 600. */
export function settings(): Setting[] {
  const { properties = {} } = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const { default: fallback, ...meta } = property as Omit<Setting, 'name'>;
    if (!meta.group || !meta.description) throw new Error(`${name} lacks a group or a description`);
    return { name, ...meta, default: fallback === undefined ? undefined : String(fallback) };
  });
}

export function envExample(): string {
  const head =
    '# Every setting, with its default: a copy of this file changes nothing until a line is uncommented.\n' +
    '# Written by `npm run generate` from the settings schema; docs/configuration.md says more.\n';
  const groups = grouped().map(([group, members]) => [`\n## ${group}\n`, ...members.map(envLines)].join('\n'));
  return [head, ...groups].join('');
}

function envLines({ name, description, default: fallback, shown, example }: Setting): string {
  const notes = [shown && `Default: ${shown}.`, example && `Example: ${quoted(example)}`].filter(Boolean);
  const lines = [...wrapped(description, 118), ...(notes.length > 0 ? [notes.join(' ')] : [])];
  return [...lines.map((line) => `# ${line}`), `#${name}=${quoted(fallback ?? '')}`, ''].join('\n');
}

/** Both dotenv files and shells take it then. */
const quoted = (value: string) => (/[\s<>#"'&;$]/.test(value) ? `"${value}"` : value);

export function configurationPage(): string {
  const sections = grouped().map(
    ([group, members]) => `## ${group}\n\n${table(['Setting', 'Default', 'Example', 'Meaning'], members.map(row))}\n`,
  );
  return [HEAD, ...sections, PRODUCTION + production()].join('\n');
}

function row({ name, description, default: fallback, shown, example }: Setting): string[] {
  return [
    `\`${name}\``,
    fallback === undefined ? (shown ?? 'none') : `\`${fallback}\``,
    example ? `\`${example}\`` : '',
    description,
  ];
}

const HEAD = `# Configuration

Written by \`npm run generate\` from the settings of all modules (\`libs/*/src/*.settings.ts\`); do not edit.

Settings come from the environment, and from a file \`.env\` in the working folder; the environment wins. An empty value
counts as not set. \`.env.example\` lists every setting. The service, the command line and TypeORM's command line read
the same settings, and refuse to start with one line for each fault.

**From files.** For every setting \`NAME\`, \`NAME_FILE\` may name a file that holds the value, as secret stores mount
them: \`SECRET_KEY_FILE=/run/secrets/secret_key\`. It wins over \`NAME\`; white space around the value is dropped.

Durations are a number and a unit: \`30s\`, \`10m\`, \`24h\`, \`30d\`. Rate limits are a count and a window: \`5/15m\` is at
most 5 in any 15 minutes. Lists are comma-separated.
`;

const PRODUCTION = `## Production

\`NODE_ENV=production\` refuses to start where a setting is missing or unsafe:

`;

const UNSAFE_DATABASE = 'postgres://postgres:postgres@localhost/none?sslmode=no-verify';

/** All its rules: what it says of nothing, and what it says of the worst. */
function production(): string {
  const worst = {
    PUBLIC_URL: 'http://example.com',
    FRONTEND_URL: 'http://example.com',
    CORS_ORIGINS: 'http://example.com',
    DATABASE_URL: UNSAFE_DATABASE,
    DATABASE_DIRECT_URL: UNSAFE_DATABASE,
    DATABASE_REPLICA_URL: UNSAFE_DATABASE,
    FCM_ENDPOINT: 'http://example.com',
    PUSH_TRUSTED_ORIGINS: 'http://example.com',
    BCRYPT_COST: '4',
    ACCESS_TOKEN_TTL: '2h',
    RATE_LIMIT_SCALE: '1000',
    TRUST_PROXY: 'true',
  };
  const faults = [...productionFaults({}), ...productionFaults(worst)];
  const lines = [...new Set(faults)]
    .sort()
    .map((fault) => fault.replace(/^(\w+): (.*?),? in production$/, '- `$1` $2'));
  return `${lines.join('\n')}\n`;
}

function productionFaults(env: NodeJS.ProcessEnv): string[] {
  try {
    loadSettings({ ...env, NODE_ENV: 'production' }, '');
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.errors;
    throw error;
  }
}

const GROUPS = [
  'Service',
  'Storage',
  'Languages and branding',
  'Mail',
  'Push',
  'Security',
  'Registration',
  'Rate limits',
];

function grouped(): [string, Setting[]][] {
  const groups = new Map<string, Setting[]>(GROUPS.map((group) => [group, []]));
  for (const setting of settings()) groups.set(setting.group, [...(groups.get(setting.group) ?? []), setting]);
  return [...groups];
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}
