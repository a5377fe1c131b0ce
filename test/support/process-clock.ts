import { mkdtemp, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HttpClient } from './http-client';
import { waitFor } from './wait-for';

const PRELOAD = pathToFileURL(resolve(__dirname, 'shifted-date.mjs')).href;

/** The wall clock of a process, which can be set while it runs. */
export class ProcessClock {
  private constructor(private readonly file: string) {}

  static async make(): Promise<ProcessClock> {
    const clock = new ProcessClock(join(await mkdtemp(join(tmpdir(), 'collabsphere-clock-')), 'offset'));
    await clock.write(0);
    return clock;
  }

  /** For the process. */
  get env(): NodeJS.ProcessEnv {
    return { CLOCK_OFFSET_FILE: this.file, NODE_OPTIONS: `--import ${PRELOAD}` };
  }

  /** So many seconds ahead. @param http of the process, whose metric says that its clock has been set */
  async set(seconds: number, http: HttpClient): Promise<void> {
    await this.write(seconds);
    const isSet = async () => Math.abs((await skewOf(http)) - Math.abs(seconds)) < 5;
    await waitFor(isSet, `the clock is ${seconds} s ahead`);
  }

  /** At once, since the process reads it all the time. */
  private async write(seconds: number): Promise<void> {
    await writeFile(`${this.file}.new`, String(seconds));
    await rename(`${this.file}.new`, this.file);
  }
}

async function skewOf(http: HttpClient): Promise<number> {
  const { body } = await http.get('/metrics');
  return Number(/^database_clock_skew_seconds (\S+)$/m.exec(body)?.[1]);
}
