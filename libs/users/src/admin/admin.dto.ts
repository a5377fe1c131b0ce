import { Flag, Out, PageQuery, Reference, Rule, Text, Time } from '#platform';
import { Transform } from 'class-transformer';
import { Bio, FullName, Username } from '../profile.fields';
import type { User } from '../user.entity';
import { type VisiblePresence, type UserMapper, UserDto } from '../users.dto';
import { userSorts } from './user-sort';

const time = '2026-11-23T09:30:00.000Z';

export class BanDto {
  @Out({ example: 'Spam' }) reason: string;
  @Out({ type: String, format: 'date-time', nullable: true, description: 'When it ends by itself.', example: null })
  until: string | null;
  @Out({ format: 'date-time', example: time }) banned_at: string;
}

/** What admins see of a user. */
export class AdminUserDto extends UserDto {
  @Out({ description: 'Whether an admin has not switched it off.', example: true }) is_active: boolean;
  @Out({ type: BanDto, nullable: true, description: 'The ban that is in force.' }) ban: BanDto | null;
}

/** A query's `true` and `false` are text. */
const asFlag = ({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value);

export class UserQuery extends PageQuery {
  @Text({
    optional: true,
    max: 100,
    description: 'Part of e-mail, username or full name; one or two letters: their beginning.',
    example: 'john',
  })
  q?: string;

  @Text({ optional: true, max: 64, description: 'Name or id of a role that they hold.', example: 'moderator' })
  role?: string;

  @Transform(asFlag)
  @Flag({ optional: true, description: 'Whether a ban is in force.', example: false })
  banned?: boolean;

  @Transform(asFlag)
  @Flag({ optional: true, description: 'Whether they are online.', example: true })
  online?: boolean;

  @Text({
    optional: true,
    max: 32,
    description: `One of ${Object.keys(userSorts)
      .map((sort) => `\`${sort}\``)
      .join(', ')}; the default is \`-date_joined\`.`,
    example: '-date_joined',
    rules: [
      Rule('invalid_choice', (value) =>
        typeof value === 'string' && !Object.hasOwn(userSorts, value)
          ? `Use one of: ${Object.keys(userSorts).join(', ')}.`
          : undefined,
      ),
    ],
  })
  sort?: string;
}

/** What is left out stays. Never the password: `POST /api/users/{id}/password-reset` mails a link. */
export class AdminUserEdit {
  @Username({ optional: true }) username?: string | null;
  @FullName({ optional: true }) full_name?: string | null;
  @Bio() bio?: string | null;

  @Flag({ optional: true, description: '`false` switches the account off and ends its sessions.', example: true })
  is_active?: boolean | null;
}

export class BanRequest {
  @Text({ max: 500, multiline: true, description: 'Why.', example: 'Spam' }) reason: string;
  @Time({
    optional: true,
    future: true,
    description: 'When it ends by itself; for good without it.',
    example: '2027-01-01T00:00:00.000Z',
  })
  until?: string | null;
}

export class RoleAssignmentDto {
  @Reference({ description: 'Who gets it.', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) user_id: string;
  @Text({ max: 64, description: 'Name or id of the role.', example: 'moderator' }) role: string;
}

export function toAdminUserDto(
  mapper: UserMapper,
  user: User,
  roleIds: readonly string[],
  seen: VisiblePresence,
): AdminUserDto {
  return {
    ...mapper.toUserDto(user, roleIds, seen),
    is_active: user.deactivatedAt === null,
    ban: toBanDto(user),
  };
}

export function toBanDto(user: User): BanDto | null {
  if (!user.isBanned()) return null;
  return {
    reason: user.banReason ?? '',
    until: user.bannedUntil?.toISOString() ?? null,
    banned_at: user.bannedAt!.toISOString(),
  };
}
