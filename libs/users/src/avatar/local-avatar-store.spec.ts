import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '#platform';
import { avatarStoreContract } from './avatar-store.contract';
import { LocalAvatarStore } from './local-avatar-store';

describe('LocalAvatarStore', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'avatars-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const storeIn = (folder: string) => new LocalAvatarStore({ DATA_DIR: folder } as Settings);

  avatarStoreContract(async () => storeIn(dataDir));

  it('keeps files in DATA_DIR/avatars across a restart, and leaves no temporary file', async () => {
    const name = await storeIn(dataDir).put(Buffer.from('image'));
    expect(await readdir(join(dataDir, 'avatars'))).toEqual([name]);
    expect(await storeIn(dataDir).get(name)).toEqual(Buffer.from('image'));
  });

  it('removes what a process that was killed has written', async () => {
    const store = storeIn(dataDir);
    const [killed, kept] = [store.newName(), await store.put(Buffer.from('kept'))];
    await writeFile(join(dataDir, 'avatars', `${killed}.tmp`), 'half an im');
    await store.remove(killed);
    expect(await readdir(join(dataDir, 'avatars'))).toEqual([kept]);
  });

  const hostile = [
    '../secret.key',
    '..%2fsecret.key',
    '..\\secret.key',
    '/etc/passwd',
    '',
    '.',
    `${'a'.repeat(32)}.webp/../../secret.key`,
    `../avatars/${'a'.repeat(32)}.webp`,
    `${'a'.repeat(32)}.webp\0.png`,
    `${'a'.repeat(32)}.webp\n`,
    `${'A'.repeat(32)}.webp`,
    `${'a'.repeat(32)}.webp.tmp`,
  ];
  it.each(hostile)('neither reads nor removes a file for the name %j', async (name) => {
    await mkdir(join(dataDir, 'avatars'));
    const bystanders = [join(dataDir, 'secret.key'), join(dataDir, 'avatars', `${'a'.repeat(32)}.webp`)];
    for (const file of bystanders) await writeFile(file, 'secret');

    const store = storeIn(dataDir);
    expect(await store.get(name)).toBeUndefined();
    await store.remove(name);
    for (const file of bystanders) expect(await readFile(file, 'utf8')).toBe('secret');
  });

  it('reports a disk failure, not a missing avatar', async () => {
    const store = storeIn(dataDir);
    const name = `${'a'.repeat(32)}.webp`;
    await mkdir(join(dataDir, 'avatars', name), { recursive: true });
    await expect(store.get(name)).rejects.toThrow('EISDIR');
  });

  it('leaves no file where it can not write', async () => {
    await writeFile(join(dataDir, 'avatars'), 'a file in the way of the folder');
    await expect(storeIn(dataDir).put(Buffer.from('image'))).rejects.toThrow('EEXIST');
    expect(await readdir(dataDir)).toEqual(['avatars']);
  });
});
