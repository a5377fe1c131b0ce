import { Injectable } from '@nestjs/common';
import { userProblems } from '../users.errors';
import { UsersService } from '../users.service';
import { AvatarError } from './avatar.errors';
import { toAvatar } from './avatar-image';
import { AvatarStore } from './avatar-store';

@Injectable()
export class AvatarsService {
  constructor(
    private readonly users: UsersService,
    private readonly store: AvatarStore,
  ) {}

  /** @throws {Problem} `avatar_not_an_image`, `avatar_too_many_pixels`, `avatars_busy` */
  async set(userId: string, file: Buffer): Promise<void> {
    const name = await this.store.put(await this.draw(file));
    try {
      await this.replace(userId, name);
    } catch (error) {
      await this.store.remove(name);
      throw error;
    }
  }

  async remove(userId: string): Promise<void> {
    await this.replace(userId, null);
  }

  /** The old file goes after the row has changed: a crash in between leaves a file, never a broken picture. */
  private async replace(userId: string, name: string | null): Promise<void> {
    const old = await this.users.setAvatar(userId, name);
    if (old) await this.store.remove(old);
  }

  private async draw(file: Buffer): Promise<Buffer> {
    try {
      return await toAvatar(file);
    } catch (error) {
      if (error instanceof AvatarError) throw userProblems[error.code]({ cause: error });
      throw error;
    }
  }
}
