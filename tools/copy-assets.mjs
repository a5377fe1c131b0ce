// What the compiler leaves behind: mail templates, pages and data stand beside the code that reads them.
import { cpSync, writeFileSync } from 'node:fs';

for (const folder of [
  'libs/mail/src/templates',
  'libs/accounts/src/pages/views',
  'libs/accounts/src/passwords/data',
  'libs/platform/src/identifiers/data',
  'libs/platform/src/i18n/locales',
])
  cpSync(folder, `dist/${folder}`, { recursive: true });

// For `build-if-stale.mjs`.
writeFileSync('dist/.built', '');
