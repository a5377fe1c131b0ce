import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { usernameKey } from '../identifiers/keys';
import { ReservedUsernames, usernameReservedProblem } from '../identifiers/reserved-usernames';
import { User } from '../user.entity';
import { userProblems, withUniqueProblems } from '../users.errors';
import { type Profile, toProfileColumns } from './profile.fields';

@Injectable()
export class UserProfileService {
  constructor(private readonly reservedUsernames: ReservedUsernames) {}

  /**
   * A user whose username has become reserved may keep it.
   * @throws {Problem} 400 `validation_failed` with `username_reserved`, 409 `username_taken`, 404 `user_not_found` where
   * the account has been deleted meanwhile
   */
  async update(manager: EntityManager, id: string, profile: Partial<Profile>): Promise<void> {
    if (Object.keys(profile).length === 0) return;
    const { username } = profile;
    if (
      username !== undefined &&
      this.reservedUsernames.includes(username) &&
      !(await hasUsername(manager, id, username))
    )
      throw usernameReservedProblem();
    const { affected } = await withUniqueProblems(manager.update(User, { id }, toProfileColumns(profile)));
    if (affected === 0) throw userProblems.user_not_found();
  }

  /** The caller has locked the row. @returns the avatar before */
  async setAvatar(manager: EntityManager, id: string, avatar: string | null): Promise<string | null> {
    const [before] = await manager.query<{ avatar: string | null }[]>('SELECT avatar FROM users WHERE id = $1', [id]);
    if (!before) throw userProblems.user_not_found();
    await manager.update(User, { id }, { avatar });
    return before.avatar;
  }
}

function hasUsername(manager: EntityManager, id: string, username: string): Promise<boolean> {
  return manager.existsBy(User, { id, usernameKey: usernameKey(username) });
}
