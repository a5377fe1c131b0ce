import { statfs } from 'node:fs/promises';

/** Free space of the file system of a folder, for users without privileges. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
