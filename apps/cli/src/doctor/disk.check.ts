import { mkdtemp, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freeBytesOf } from '#platform';
import type { Check } from './check';
import { fail, type Finding, ok, warn } from './finding';

const GIGABYTE = 1e9;
/** The threshold of the alert on `data_dir_free_bytes` in `deploy/monitoring/alerts.yml`. */
const WARN_BYTES = GIGABYTE;
const FAIL_BYTES = GIGABYTE / 10;

export const diskCheck: Check = {
  name: 'disk',
  async run({ settings: { DATA_DIR } }) {
    try {
      return [await writable(DATA_DIR), await space(DATA_DIR)];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return [warn(`DATA_DIR ${DATA_DIR} is not there yet`, 'The service makes it when it needs it.')];
    }
  },
};

/** Rights say little: root has all of them, also on a disk that is read-only. */
async function writable(folder: string): Promise<Finding> {
  try {
    await rmdir(await mkdtemp(join(folder, '.doctor-')));
    return ok(`DATA_DIR ${folder} can be written`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw error;
    return fail(
      `DATA_DIR ${folder} can't be written (${code})`,
      'Give the user of the service the right to write there.',
    );
  }
}

async function space(folder: string): Promise<Finding> {
  const free = await freeBytesOf(folder);
  const found = `${(free / GIGABYTE).toFixed(1)} GB are free under DATA_DIR`;
  const action = 'Make room: avatars, mails and the embedded database are there.';
  if (free < FAIL_BYTES) return fail(found, action);
  return free < WARN_BYTES ? warn(found, action) : ok(found);
}
