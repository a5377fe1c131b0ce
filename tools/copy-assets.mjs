// What the compiler leaves behind: mail templates and pages stand beside the code that reads them.
import { cpSync, writeFileSync } from 'node:fs';

for (const folder of ['libs/mail/src/templates', 'libs/accounts/src/pages/views'])
  cpSync(folder, `dist/${folder}`, { recursive: true });

// For `build-if-stale.mjs`.
writeFileSync('dist/.built', '');
