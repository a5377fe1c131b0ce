// Finds messages of the service (libs/platform/src/i18n/locales) that no code uses. The console has a check of its own.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CATALOGUE = 'libs/platform/src/i18n/locales/en.json';
/** Where the name of the namespace is left out. */
const SCOPES = { pages: 'libs/accounts/src/pages', mails: 'libs/mail/src' };

const sourcesOf = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => /\.ts$/.test(name) && !/\.(spec|d)\.ts$/.test(name) && !/(^|\/)lib\//.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');

/** Keys that are put together in the code, such as `${page}.done_title`, as expressions with a group for each gap. */
function patternsOf(sources) {
  const keys = [...sources.matchAll(/`([^`\s]*\$\{[^`\s]*)`/g)].map(([, key]) => key);
  // A gap alone could be any key.
  const isWhole = (key) => /^(\w+\.)?\$\{[^}]*\}$/.test(key);
  return [...new Set(keys)]
    .filter((key) => !isWhole(key))
    .map((key) => {
      const parts = key.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[^\w-]/g, '\\$&'));
      return new RegExp(`^${parts.join('([\\w.-]+)')}$`);
    });
}

const all = ['libs', 'apps/api', 'apps/cli'].map(sourcesOf).join('\n');
/** What may stand in a gap: texts and names of members. */
const words = new Set([...all.matchAll(/'([\w.-]+)'|\b(\w+)\??:/g)].map(([, text, name]) => text ?? name));

const fits = (key, patterns) =>
  patterns.some((pattern) => {
    const gaps = pattern.exec(key)?.slice(1);
    return gaps?.every((word) => words.has(word));
  });

function unusedOf(namespace, keys) {
  const whole = patternsOf(all).filter(({ source }) => source.startsWith(`^${namespace}\\.`));
  const scope = SCOPES[namespace] && sourcesOf(SCOPES[namespace]);
  const partial = scope ? patternsOf(scope) : [];
  const isUsed = (key) =>
    all.includes(`'${namespace}.${key}'`) ||
    fits(`${namespace}.${key}`, whole) ||
    (scope && (scope.includes(`'${key}'`) || fits(key, partial)));
  return keys.filter((key) => !isUsed(key));
}

const catalogue = JSON.parse(readFileSync(CATALOGUE, 'utf8'));
const unused = Object.entries(catalogue).flatMap(([namespace, messages]) =>
  unusedOf(namespace, Object.keys(messages)).map((key) => `${namespace}.${key}`),
);
for (const key of unused) console.error(`${CATALOGUE}: ${key} is not used`);
if (unused.length > 0) process.exitCode = 1;
else console.log('The messages of the service are all used.');
