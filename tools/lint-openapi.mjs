// Holds docs/openapi.json against the recommended rules of a public linter (Redocly). Errors end with exit code 1.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const path = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));
const config = await createConfig({
  extends: ['recommended'],
  // Key set, metadata and health take nothing that could be wrong, so they have no 4xx answer.
  rules: { 'operation-4xx-response': 'off' },
});
const findings = await lintFromString({ source: await readFile(path, 'utf8'), absoluteRef: path, config });
for (const { ruleId, message, location } of findings)
  console.log(`${ruleId}: ${message} ${location[0]?.pointer ?? ''}`);
if (findings.length > 0) process.exitCode = 1;
