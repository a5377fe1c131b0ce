import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform';
import { AvatarStore } from './avatar-store';

// Hexadecimal, so that two names never differ by case alone: some file systems ignore case.
const NAME = /^[0-9a-f]{32}\.webp$/;

/** Avatars as files under `DATA_DIR/avatars`. */
@Injectable()
export class LocalAvatarStore extends AvatarStore {
  private readonly folder: string;

  constructor(settings: Settings) {
    super();
    this.folder = join(settings.DATA_DIR, 'avatars');
  }

  override newName(): string {
    return `${randomBytes(16).toString('hex')}.webp`;
  }

  override async put(image: Buffer, name = this.newName()): Promise<string> {
    const file = join(this.folder, name);
    const temporary = temporaryOf(file);
    await mkdir(this.folder, { recursive: true });
    try {
      // Flushed before it is renamed: after a crash, no name refers to a partial image.
      await writeFile(temporary, image, { flag: 'wx', flush: true });
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    return name;
  }

  override async get(name: string): Promise<Buffer | undefined> {
    if (!NAME.test(name)) return undefined;
    try {
      return await readFile(join(this.folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  override async remove(name: string): Promise<void> {
    if (!NAME.test(name)) return;
    const file = join(this.folder, name);
    for (const path of [file, temporaryOf(file)]) await rm(path, { force: true });
  }
}

const temporaryOf = (file: string) => `${file}.tmp`;
