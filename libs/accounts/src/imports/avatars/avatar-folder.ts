import { constants } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { MAX_AVATAR_BYTES } from '#users';
import { ImportError } from '../import.error';
import { UnusableAvatar } from './unusable-avatar';

/** What is there but no regular file must not be waited for. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
/** The path leads nowhere: also through a file, in a circle, or it is too long. */
const NOT_FOUND = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'];

/** The folder of the other system's pictures, such as Django's MEDIA_ROOT. No file outside of it is read. */
export class AvatarFolder {
  private constructor(private readonly root: string) {}

  /** @throws {ImportError} where it is no folder */
  static async open(path: string): Promise<AvatarFolder> {
    try {
      const root = await realpath(path);
      if ((await stat(root)).isDirectory()) return new AvatarFolder(root);
    } catch (cause) {
      throw new ImportError(`the folder ${path} can't be read: ${(cause as NodeJS.ErrnoException).code}`, { cause });
    }
    throw new ImportError(`${path} is not a folder.`);
  }

  /** @throws {UnusableAvatar} */
  async check(path: string): Promise<void> {
    await this.withFile(path, () => Promise.resolve());
  }

  /** @throws {UnusableAvatar} */
  read(path: string): Promise<Buffer> {
    return this.withFile(path, (file) => file.readFile());
  }

  private async withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
    let file: FileHandle | undefined;
    try {
      file = await open(await this.locate(path), READ_ONLY);
      const stats = await file.stat();
      if (!stats.isFile()) throw new UnusableAvatar('avatar_not_a_file');
      if (stats.size > MAX_AVATAR_BYTES) throw new UnusableAvatar('avatar_too_large');
      return await use(file);
    } catch (cause) {
      throw unusable(cause);
    } finally {
      await file?.close();
    }
  }

  /** Symbolic links are followed first, so that none leads out. @returns the path that has none */
  private async locate(path: string): Promise<string> {
    if (path.includes('\0')) throw new UnusableAvatar('avatar_not_found');
    if (isAbsolute(path) || !this.contains(join(this.root, path))) throw new UnusableAvatar('avatar_outside_folder');
    const real = await realpath(join(this.root, path));
    if (!this.contains(real)) throw new UnusableAvatar('avatar_outside_folder');
    return real;
  }

  private contains(path: string): boolean {
    const inside = relative(this.root, path);
    return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  }
}

function unusable(cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (cause instanceof UnusableAvatar || typeof code !== 'string') return cause;
  return new UnusableAvatar(NOT_FOUND.includes(code) ? 'avatar_not_found' : 'avatar_unreadable', { cause });
}
