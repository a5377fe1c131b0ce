import { databaseClock, Settings } from '#platform';
import type { Presence } from '#presence';
import { RoleLookupService } from '#roles';
import { Injectable } from '@nestjs/common';
import { toProfileDto } from './profile/profile.fields';
import type { User } from './user.entity';
import type { OwnProfileDto, PublicUserDto, UserDto } from './users.dto';

/** The presence of a user, as the reader may see it. */
export type VisiblePresence = Pick<Presence, 'isOnline' | 'lastSeen'>;

/** Maps users to their DTOs. */
@Injectable()
export class UserMapper {
  constructor(
    private readonly settings: Settings,
    private readonly roles: RoleLookupService,
  ) {}

  /** Users see themselves as online, even where they are invisible to others. */
  toOwnUserDto(user: User, roleIds: readonly string[]): UserDto {
    return this.toUserDto(user, roleIds, { isOnline: true, lastSeen: databaseClock.now() });
  }

  toOwnProfileDto(user: User, roleIds: readonly string[]): OwnProfileDto {
    return { ...this.toOwnUserDto(user, roleIds), locale: user.locale };
  }

  toUserDto(user: User, roleIds: readonly string[], presence: VisiblePresence): UserDto {
    return { email: user.email, email_verified: user.emailVerified, ...this.toPublicUserDto(user, roleIds, presence) };
  }

  toPublicUserDto(user: User, roleIds: readonly string[], { isOnline, lastSeen }: VisiblePresence): PublicUserDto {
    const roles = this.roles.findByIds(roleIds);
    const seenAt = lastSeen === null ? user.lastSeen : new Date(lastSeen);
    const profile = toProfileDto(user, user.avatar && `${this.settings.PUBLIC_URL}/avatars/${user.avatar}`);
    // Into the new object, not a copy of it: this runs for every user of every answer.
    return Object.assign(profile, {
      is_online: isOnline,
      last_seen: seenAt?.toISOString() ?? null,
      date_joined: user.dateJoined.toISOString(),
      role: roles[0] ?? null,
      roles,
    });
  }
}
