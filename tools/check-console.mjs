// Checks of apps/console: its catalogues, its problem codes, and what the first page loads.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@formatjs/icu-messageformat-parser';
import './build-console.mjs';

const LOCALES = 'apps/console/src/locales';
const BUILT = 'dist/apps/console';
/** Bytes, compressed by gzip: what the browser loads before it shows the first page. */
const FIRST_LOAD_LIMIT = 250_000;
/** What is loaded beside the entry point: to sign in, and with a session that there is already. */
const FIRST_PAGES = [
  ['src/locales/en.json', 'src/session/sign-in-page.tsx'],
  ['src/locales/en.json', 'src/app/shell.tsx', 'src/home/home-page.tsx'],
];

const faults = [];
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The arguments of a message, such as `count:plural`. */
function argumentsOf(elements, found = new Set()) {
  const kinds = ['', 'argument', 'number', 'date', 'time', 'select', 'plural'];
  for (const element of elements) {
    if (element.type >= 1 && element.type <= 6) found.add(`${element.value}:${kinds[element.type]}`);
    for (const { value } of Object.values(element.options ?? {})) argumentsOf(value, found);
  }
  return found;
}

function checkCatalogues() {
  const english = read(join(LOCALES, 'en.json'));
  for (const file of readdirSync(LOCALES)) {
    const messages = read(join(LOCALES, file));
    for (const key of Object.keys(english)) if (!(key in messages)) faults.push(`${file}: has no ${key}`);
    for (const [key, message] of Object.entries(messages)) {
      if (!(key in english)) faults.push(`${file}: ${key} is not in en.json`);
      else if ([...argumentsOf(parse(message))].sort().join() !== [...argumentsOf(parse(english[key]))].sort().join())
        faults.push(`${file}: ${key} has other arguments than in en.json`);
    }
  }
  checkCodes(english);
  checkActions(english);
  checkUse(english);
}

/** Every refusal of the service is explained. */
function checkCodes(english) {
  const codes = readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `(\w+)`/gm);
  for (const [, code] of codes) if (!(`problem.${code}` in english)) faults.push(`en.json: has no problem.${code}`);
}

/** What the audit log records has words: `action: 'role.edit'`, or the name as the second argument of `record`. */
function checkActions(english) {
  const sources = readdirSync('libs', { recursive: true })
    .filter((name) => /\.ts$/.test(name) && !/\.(spec|d)\.ts$|\/lib\//.test(name))
    .map((name) => readFileSync(join('libs', name), 'utf8'));
  const named = sources
    .filter((source) => source.includes('audit.record('))
    .flatMap((source) => [
      ...source.matchAll(/\baction: (?:\w+ \? '[\w.]+' : )?'(\w+\.\w+)'/g),
      ...source.matchAll(/\brecord\(\w+, '(\w+\.\w+)'/g),
    ]);
  for (const action of new Set(named.map(([, action]) => action)))
    if (!(`audit.action.${action}` in english)) faults.push(`en.json: has no audit.action.${action}`);
}

/** A key is written out in the sources, or begins with what is before `${…}` of one. */
function checkUse(english) {
  const sources = readdirSync('apps/console/src', { recursive: true })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join('apps/console/src', name), 'utf8'))
    .join('\n');
  const prefixes = [...sources.matchAll(/`([\w.]+\.)\$\{/g)].map(([, prefix]) => prefix);
  for (const key of Object.keys(english))
    if (!sources.includes(`'${key}'`) && !prefixes.some((prefix) => key.startsWith(prefix)))
      faults.push(`en.json: ${key} is not used`);
}

/** With all that the files import. */
function firstLoad(pages) {
  const manifest = read(join(BUILT, '.vite/manifest.json'));
  const files = new Set();
  const add = (key) => {
    const { file, css = [], imports = [] } = manifest[key];
    if (files.has(file)) return;
    for (const name of [file, ...css]) files.add(name);
    imports.forEach(add);
  };
  ['index.html', ...pages].forEach(add);
  return [...files].reduce((sum, file) => sum + readFileSync(join(BUILT, `${file}.gz`)).length, 0);
}

checkCatalogues();
const size = Math.max(...FIRST_PAGES.map(firstLoad));
if (size > FIRST_LOAD_LIMIT) faults.push(`the first load has ${size} bytes, more than ${FIRST_LOAD_LIMIT}`);
for (const fault of faults) console.error(`apps/console: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
else console.log(`apps/console: the catalogues agree; the first load has ${Math.round(size / 1000)} kB.`);
