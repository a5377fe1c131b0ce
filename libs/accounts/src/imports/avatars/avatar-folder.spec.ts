import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AvatarFolder } from './avatar-folder';

const MAX = 5 * 1024 * 1024;

describe('AvatarFolder', () => {
  let parent: string;
  let media: string;
  let folder: AvatarFolder;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'media-'));
    media = join(parent, 'media');
    for (const path of ['media/avatars', 'media-secret', 'private'])
      await mkdir(join(parent, path), { recursive: true });
    const files = ['media/ann.png', 'media/avatars/bea.png', 'media/..png', 'media-secret/s.png', 'private/s.png'];
    for (const path of files) await writeFile(join(parent, path), path);
    for (const [name, size] of [['full.png', MAX] as const, ['long.png', MAX + 1] as const]) {
      await writeFile(join(media, name), '');
      await truncate(join(media, name), size);
    }
    await symlink('avatars/bea.png', join(media, 'inside.png'));
    await symlink('../private/s.png', join(media, 'outside.png'));
    await symlink(join(parent, 'private'), join(media, 'outside'));
    await symlink('../media-secret', join(media, 'neighbour'));
    await symlink('nowhere.png', join(media, 'broken.png'));
    await symlink('circle.png', join(media, 'circle.png'));
    await symlink(media, join(parent, 'link'));
    execFileSync('mkfifo', [join(media, 'pipe.png')]);
    folder = await AvatarFolder.open(media);
  });
  afterAll(() => rm(parent, { recursive: true }));

  it.each([
    ['ann.png', 'media/ann.png'],
    ['./avatars//bea.png', 'media/avatars/bea.png'],
    ['avatars/../ann.png', 'media/ann.png'],
    ['..png', 'media/..png'],
    ['inside.png', 'media/avatars/bea.png'],
  ])('reads %j', async (path, content) => {
    await folder.check(path);
    expect(String(await folder.read(path))).toBe(content);
  });

  it.each([
    ['../private/s.png', 'avatar_outside_folder'],
    ['avatars/../../private/s.png', 'avatar_outside_folder'],
    ['../media-secret/s.png', 'avatar_outside_folder'],
    ['..', 'avatar_outside_folder'],
    ['/etc/passwd', 'avatar_outside_folder'],
    ['outside.png', 'avatar_outside_folder'],
    ['outside/s.png', 'avatar_outside_folder'],
    ['neighbour/s.png', 'avatar_outside_folder'],
    ['no.png', 'avatar_not_found'],
    ['../no.png', 'avatar_outside_folder'],
    ['ann.png/x', 'avatar_not_found'],
    ['broken.png', 'avatar_not_found'],
    ['circle.png', 'avatar_not_found'],
    ['ann.png\0.txt', 'avatar_not_found'],
    [`${'x'.repeat(5000)}.png`, 'avatar_not_found'],
    ['avatars', 'avatar_not_a_file'],
    ['.', 'avatar_not_a_file'],
    ['pipe.png', 'avatar_not_a_file'],
    ['long.png', 'avatar_too_large'],
  ])('refuses %.40j: %s', async (path, code) => {
    await expect(folder.check(path)).rejects.toMatchObject({ name: 'UnusableAvatar', code });
    await expect(folder.read(path)).rejects.toMatchObject({ name: 'UnusableAvatar', code });
  });

  it('refuses an absolute path into the folder too', async () => {
    await expect(folder.check(join(media, 'ann.png'))).rejects.toMatchObject({ code: 'avatar_outside_folder' });
  });

  it('reads 5 MiB', async () => {
    expect(await folder.read('full.png')).toHaveLength(MAX);
  });

  it('may be a symbolic link itself', async () => {
    const linked = await AvatarFolder.open(join(parent, 'link'));
    expect(String(await linked.read('ann.png'))).toBe('media/ann.png');
    await expect(linked.read('outside.png')).rejects.toMatchObject({ code: 'avatar_outside_folder' });
  });

  it('leaves no file open', async () => {
    const open = () => readdir('/proc/self/fd').catch(() => []);
    const before = (await open()).length;
    for (const path of ['ann.png', 'avatars', 'long.png', 'pipe.png']) await folder.check(path).catch(() => undefined);
    expect((await open()).length).toBe(before);
  });

  it.each([
    ['no/such/folder', /no\/such\/folder can't be read: ENOENT/],
    ['media/ann.png', /ann\.png is not a folder/],
  ])('is not %s', async (path, message) => {
    await expect(AvatarFolder.open(join(parent, path))).rejects.toThrow(message);
  });
});
