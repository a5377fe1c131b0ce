import { ResponseField, Settings } from '#platform';
import type { Presence } from '#presence';
import { RolesService, RoleDto, toRoleDto } from '#roles';
import { Injectable } from '@nestjs/common';
import type { User } from './user.entity';

const time = '2026-11-23T09:30:00.000Z';

/** What everybody may see of a user. */
export class PublicUserDto {
  @ResponseField({ format: 'uuid', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) id: string;
  @ResponseField({ example: 'user123' }) username: string;
  @ResponseField({ example: 'John Doe' }) full_name: string;
  @ResponseField({
    type: String,
    format: 'uri',
    nullable: true,
    description: 'Address of a WebP image of 512×512; it never changes under the same address.',
    example: 'https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp',
  })
  avatar: string | null;
  @ResponseField({ example: 'Likes tea.' }) bio: string;
  @ResponseField({ example: true }) is_online: boolean;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: time }) last_seen: string | null;
  @ResponseField({ format: 'date-time', example: time }) date_joined: string;
  @ResponseField({ type: RoleDto, nullable: true, description: 'The role of highest priority.' }) role: RoleDto | null;
  @ResponseField({ type: [RoleDto], description: 'All roles, the highest first.' }) roles: RoleDto[];
}

/** What a user sees of the own account. */
export class UserDto extends PublicUserDto {
  @ResponseField({ format: 'idn-email', example: 'user@example.com' }) email: string;
  @ResponseField({ example: true }) email_verified: boolean;
}

/** When a user was there, as who looks at them may know. */
export type Seen = Pick<Presence, 'isOnline' | 'lastSeen'>;

/** The one place where a user goes out. */
@Injectable()
export class UserMapper {
  constructor(
    private readonly settings: Settings,
    private readonly roles: RolesService,
  ) {}

  /** Who looks at themself is there, invisible to others or not. */
  toSelf(user: User, roleIds: readonly string[]): UserDto {
    return this.toUser(user, roleIds, { isOnline: true, lastSeen: Date.now() });
  }

  toUser(user: User, roleIds: readonly string[], seen: Seen): UserDto {
    return { email: user.email, email_verified: user.emailVerified, ...this.toPublicUser(user, roleIds, seen) };
  }

  toPublicUser(user: User, roleIds: readonly string[], { isOnline, lastSeen }: Seen): PublicUserDto {
    const roles = this.roles.findByIds(roleIds).map(toRoleDto);
    const seenAt = lastSeen === null ? user.lastSeen : new Date(lastSeen);
    return {
      id: user.id,
      username: user.username,
      full_name: user.fullName,
      avatar: user.avatar && `${this.settings.PUBLIC_URL}/avatars/${user.avatar}`,
      bio: user.bio,
      is_online: isOnline,
      last_seen: seenAt?.toISOString() ?? null,
      date_joined: user.dateJoined.toISOString(),
      role: roles[0] ?? null,
      roles,
    };
  }
}
