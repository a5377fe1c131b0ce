import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, SettingsError } from './load-settings';
import { MAX_ACCESS_TOKEN_TTL } from './settings.schema';

describe('ACCESS_TOKEN_TTL', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'settings-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const load = (ACCESS_TOKEN_TTL: string) =>
    loadSettings({ NODE_ENV: 'test', DATA_DIR: dataDir, ACCESS_TOKEN_TTL }, '');

  it('is no longer than revocations are kept for', () => {
    expect(load('24h').ACCESS_TOKEN_TTL).toBe(MAX_ACCESS_TOKEN_TTL);
    for (const ttl of ['25h', '2d', '86401s'])
      expect(() => load(ttl)).toThrow(new SettingsError(['ACCESS_TOKEN_TTL: must be at most 24h']));
  });
});
