import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** An element with the script of a page, on the sources of the client; `react` is 18 or 19. */
export function pageScript(entry: string, react = '19'): string {
  const script = execFileSync(process.execPath, [join(__dirname, 'build-page.mjs'), entry, react], {
    encoding: 'utf8',
    maxBuffer: 10_000_000,
  });
  return `<script src="data:text/javascript;base64,${Buffer.from(script).toString('base64')}"></script>`;
}
