// Checks package-lock.json before anything is installed from it:
//   node tools/lint-lockfile.mjs [folder]
// npm installs from the registry that is configured there, so no package may have an origin of its own
// (.npmrc: omit-lockfile-registry-resolved). Its contents are pinned by SHA-512, and package.json decides about each
// script that runs at installation.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? '.';
const read = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'));

const { workspaces = [], allowScripts = {} } = read('package.json');
const { lockfileVersion, packages } = read('package-lock.json');

function faultsOf([path, entry]) {
  if (path === '' || workspaces.includes(path)) return [];
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (entry.link) return workspaces.includes(entry.resolved) ? [] : [`${path}: links to ${entry.resolved}`];
  return [
    !path.includes('node_modules/') && `${path}: is outside node_modules`,
    entry.resolved !== undefined && `${path}: has an origin of its own, ${entry.resolved}`,
    !/^sha512-[\w+/]{86}==$/.test(entry.integrity ?? '') && `${path}: has no SHA-512 of its contents`,
    entry.hasInstallScript && !(name in allowScripts) && `${path}: has an install script; decide in allowScripts`,
  ].filter(Boolean);
}

const faults = Object.entries(packages ?? {}).flatMap(faultsOf);
if (lockfileVersion !== 3) faults.unshift(`lockfileVersion is ${lockfileVersion}, not 3`);
for (const fault of faults) console.error(`package-lock.json: ${fault}`);
if (faults.length > 0) process.exitCode = 1;
else console.log(`package-lock.json: ${Object.keys(packages).length} packages, all pinned.`);
