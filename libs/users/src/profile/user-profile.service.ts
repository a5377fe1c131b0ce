import { nameKey, problems } from '#platform';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ReservedUsernames, usernameReservedProblem } from '../identifiers/reserved-usernames';
import { hasMixedScripts } from '../identifiers/username-scripts';
import { mixedScripts } from '../identifiers/username.policy';
import { User } from '../user.entity';
import { userProblems, withUniqueProblems } from '../users.errors';
import { type Profile, toProfileColumns } from './profile.fields';

@Injectable()
export class UserProfileService {
  constructor(private readonly reservedUsernames: ReservedUsernames) {}

  /**
   * The caller has locked the row. A username that the user has already is kept as it is, whatever the rules are now.
   * @throws {Problem} 400 `validation_failed` with `username_reserved` or `username_mixed_scripts`, 409 `username_taken`,
   * 404 `user_not_found` where the account has been deleted meanwhile
   */
  async update(manager: EntityManager, id: string, { username, ...details }: Partial<Profile>): Promise<void> {
    const changes: Partial<Profile> = details;
    if (username !== undefined && (await this.isNew(manager, id, username))) changes.username = username;
    if (Object.keys(changes).length === 0) return;
    const { affected } = await withUniqueProblems(manager.update(User, { id }, toProfileColumns(changes)));
    if (affected === 0) throw userProblems.user_not_found();
  }

  /** Whether it differs from the present one at all. @throws {Problem} 400 `validation_failed` */
  private async isNew(manager: EntityManager, id: string, username: string): Promise<boolean> {
    const [user] = await manager.query<{ username: string }[]>('SELECT username FROM users WHERE id = $1', [id]);
    if (!user) throw userProblems.user_not_found();
    if ([username, username.normalize('NFKC')].includes(user.username)) return false;
    // Another case of a reserved name is that name.
    const keepsName = nameKey(user.username) === nameKey(username);
    const isReserved = (name: string) => this.reservedUsernames.includes(name);
    if (isReserved(username) && !(keepsName && isReserved(user.username))) throw usernameReservedProblem();
    if (!keepsName && hasMixedScripts(username.normalize('NFKC')))
      throw problems.validation_failed({ errors: [{ field: 'username', ...mixedScripts }] });
    return true;
  }

  /** The caller has locked the row. @returns the avatar before */
  async setAvatar(manager: EntityManager, id: string, avatar: string | null): Promise<string | null> {
    const [before] = await manager.query<{ avatar: string | null }[]>('SELECT avatar FROM users WHERE id = $1', [id]);
    if (!before) throw userProblems.user_not_found();
    await manager.update(User, { id }, { avatar });
    return before.avatar;
  }
}
