import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from './settings-error';

/**
 * The secret key under `dataDir`, created at the first start.
 * @throws {SettingsError} where the folder cannot be written
 */
export function readOrCreateSecret(dataDir: string): string {
  const file = join(dataDir, 'secret.key');
  try {
    if (!existsSync(file)) createSecret(dataDir, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SettingsError([`DATA_DIR: the secret key can't be kept there (${code})`], { cause: error });
  }
  return readFileSync(file, 'utf8').trim();
}

/** The link is atomic: of two processes that start together one wins, and no reader sees an unfinished file. */
function createSecret(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}
