import { Out, Settings } from '#platform';
import type { Presence } from '#presence';
import { RoleDto, RoleLookupService } from '#roles';
import { Injectable } from '@nestjs/common';
import { ProfileDto, toProfileDto } from './profile/profile.fields';
import type { User } from './user.entity';

const exampleTime = '2026-11-23T09:30:00.000Z';

/** A user as everybody sees them. */
export class PublicUserDto extends ProfileDto {
  @Out({ example: true }) is_online: boolean;
  @Out({ type: String, format: 'date-time', nullable: true, example: exampleTime }) last_seen: string | null;
  @Out({ format: 'date-time', example: exampleTime }) date_joined: string;
  @Out({ type: RoleDto, nullable: true, description: 'The role of highest priority.' }) role: RoleDto | null;
  @Out({ type: [RoleDto], description: 'All roles, the highest first.' }) roles: RoleDto[];
}

/** A user as they see themselves. */
export class UserDto extends PublicUserDto {
  @Out({ format: 'idn-email', example: 'user@example.com' }) email: string;
  @Out({ example: true }) email_verified: boolean;
}

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
    return this.toUserDto(user, roleIds, { isOnline: true, lastSeen: Date.now() });
  }

  toUserDto(user: User, roleIds: readonly string[], presence: VisiblePresence): UserDto {
    return { email: user.email, email_verified: user.emailVerified, ...this.toPublicUserDto(user, roleIds, presence) };
  }

  toPublicUserDto(user: User, roleIds: readonly string[], { isOnline, lastSeen }: VisiblePresence): PublicUserDto {
    const roles = this.roles.findByIds(roleIds);
    const seenAt = lastSeen === null ? user.lastSeen : new Date(lastSeen);
    return {
      ...toProfileDto(user, user.avatar && `${this.settings.PUBLIC_URL}/avatars/${user.avatar}`),
      is_online: isOnline,
      last_seen: seenAt?.toISOString() ?? null,
      date_joined: user.dateJoined.toISOString(),
      role: roles[0] ?? null,
      roles,
    };
  }
}
