// Looks for credentials in the sources with the recommended rules of secretlint:
//   node tools/lint-secrets.mjs [folder]
// It prints the place and the kind, never the credential.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';

// What is in no commit (.gitignore).
const ignored = new Set([
  '.git',
  'node_modules',
  'dist',
  'var',
  'coverage',
  '.env',
  'libs/auth/lib',
  'libs/client/lib',
]);
const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] };

// Of tests and examples, which open nothing.
const examples = ['user:secret@', 'me:secret@', 'root:hunter2@', 'postgres:postgres@'];

const folder = process.argv[2] ?? '.';

function* filesUnder(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (ignored.has(entry.name) || ignored.has(relative(folder, inner))) continue;
    if (entry.isDirectory()) yield* filesUnder(inner);
    else if (entry.isFile()) yield inner;
  }
}

async function secretsIn(path) {
  const content = readFileSync(path, 'utf8');
  if (content.includes('\0')) return [];
  const source = { filePath: path, content, contentType: 'text', ext: extname(path) };
  const { messages } = await lintSource({ source, options: { config } });
  return messages
    .filter(({ range: [start, end] }) => !examples.some((example) => content.slice(start, end).includes(example)))
    .map(({ loc, messageId }) => `${relative(folder, path)}:${loc.start.line}: ${messageId}`);
}

let files = 0;
let secrets = 0;
for (const path of filesUnder(folder)) {
  files++;
  for (const secret of await secretsIn(path)) {
    secrets++;
    console.error(secret);
  }
}
if (secrets > 0) process.exitCode = 1;
console.log(`${secrets} credentials found in ${files} files.`);
