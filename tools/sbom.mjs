// Writes dist/sbom.cdx.json: the packages that run in production, in CycloneDX, from the lock file.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = 'dist/sbom.cdx.json';
const options = ['--sbom-format=cyclonedx', '--sbom-type=application', '--omit=dev', '--package-lock-only'];

const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
const sbom = JSON.parse(execFileSync('npm', ['sbom', ...options], { encoding: 'utf8', maxBuffer: 1 << 28 }));
// npm takes the name of the folder.
sbom.metadata.component.name = name;
mkdirSync('dist', { recursive: true });
writeFileSync(FILE, `${JSON.stringify(sbom, null, 2)}\n`);
console.log(`${FILE}: ${sbom.components.length} components.`);
