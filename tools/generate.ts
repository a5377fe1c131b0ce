import 'reflect-metadata';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { clientTypes } from './generate/client';
import { configurationPage, envExample } from './generate/configuration';
import { errorsPage } from './generate/errors';
import { openApi } from './generate/openapi';
import { PERMISSIONS_PAGE, permissionsPage } from './generate/permissions';

/** Writes the documents that are derived from the code. With `--check` it only names the files that are out of date. */
async function main(): Promise<void> {
  const document = await openApi();
  const files: Record<string, string> = {
    '.env.example': envExample(),
    'docs/configuration.md': configurationPage(),
    // After the document: all problems are declared by now.
    'docs/errors.md': errorsPage(),
    [PERMISSIONS_PAGE]: permissionsPage(document),
    'docs/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
    ...(await clientTypes(document)),
  };
  const stale = Object.entries(files).filter(
    ([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
  );
  const checking = process.argv.includes('--check');
  for (const [path, text] of stale) {
    if (checking) console.error(`${path} is out of date; run "npm run generate"`);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      console.log(`${path} written`);
    }
  }
  if (checking && stale.length > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(error.stack);
  process.exitCode = 1;
});
