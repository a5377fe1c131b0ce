import { type Actor, TransactionAuthorizer } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { userProblems } from '../users.errors';
import { UserProfileService } from '../profile/user-profile.service';
import { AvatarError } from './avatar.errors';
import { renderAvatar } from './avatar-image';
import { AvatarStore } from './avatar-store';

@Injectable()
export class AvatarsService {
  constructor(
    private readonly database: DataSource,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly profiles: UserProfileService,
    private readonly store: AvatarStore,
  ) {}

  /** @throws {Problem} `avatar_not_an_image`, `avatar_too_many_pixels`, `avatars_busy` */
  async set(actor: Actor, file: Buffer): Promise<void> {
    const name = await this.store.put(await this.render(file));
    try {
      await this.replace(actor, name);
    } catch (error) {
      await this.store.remove(name);
      throw error;
    }
  }

  async remove(actor: Actor): Promise<void> {
    await this.replace(actor, null);
  }

  /** The old file is removed after the row has changed: a crash in between leaves an unused file, not a broken image. */
  private async replace(actor: Actor, name: string | null): Promise<void> {
    const old = await this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, actor);
      return this.profiles.setAvatar(manager, actor.userId, name);
    });
    if (old) await this.store.remove(old);
  }

  private async render(file: Buffer): Promise<Buffer> {
    try {
      return await renderAvatar(file);
    } catch (error) {
      if (error instanceof AvatarError) throw userProblems[error.code]({ cause: error });
      throw error;
    }
  }
}
