import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, settingsSchema } from '#composition';

import { configurationPage, envExample, settings } from './configuration';

describe('.env.example', () => {
  const folder = mkdtempSync(join(tmpdir(), 'collabsphere-env-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const env = { SECRET_KEY: Buffer.alloc(32).toString('base64') };
  const loaded = (text: string) => {
    const file = join(folder, '.env');
    writeFileSync(file, text);
    return valuesOf(loadSettings(env, file));
  };
  /** Without what `Settings` knows of their origin. */
  const valuesOf = (loadedSettings: object) => Object.fromEntries(Object.entries(loadedSettings));

  it('changes nothing when it is copied, nor when every line is uncommented', () => {
    const defaults = valuesOf(loadSettings(env, ''));
    expect(loaded(envExample())).toEqual(defaults);
    const uncommented = envExample().replaceAll(/^#(?=[A-Z])/gm, '');
    expect(loaded(uncommented)).toEqual(defaults);
  });

  it('lists every setting', () => {
    const names = [...envExample().matchAll(/^#([A-Z0-9_]+)=/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual(Object.keys(settingsSchema.shape).sort());
  });
});

describe('docs/configuration.md', () => {
  it('lists every setting once, and what production asks for', () => {
    const page = configurationPage();
    for (const { name } of settings()) expect(page.split(`\n| \`${name}\``)).toHaveLength(2);
    expect(page).toContain('- `SECRET_KEY` must be set\n');
  });

  it('shows the default of each setting that has one', () => {
    const defaults = loadSettings({ SECRET_KEY: Buffer.alloc(32).toString('base64') }, '');
    const shownAsNone = settings().filter((setting) => setting.default === undefined && !setting.shown);
    const values = shownAsNone.map(({ name }) => [name, [defaults[name as keyof typeof defaults]].flat()] as const);
    expect(values.filter(([, value]) => value.some((part) => part !== undefined))).toEqual([]);
  });

  it('has examples that the schema takes', () => {
    const examples = settings().filter(({ example }) => example);
    const given = Object.fromEntries(examples.map(({ name, example }) => [name, example]));
    expect(settingsSchema.safeParse(given).error?.issues).toBeUndefined();
  });

  it('is the same as in docs', () => {
    expect(readFileSync('docs/configuration.md', 'utf8')).toBe(configurationPage());
  });
});
