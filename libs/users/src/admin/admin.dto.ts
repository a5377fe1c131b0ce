import { BooleanField, ResponseField, PageQuery, IdField, Rule, TextField, DateTimeField } from '#platform';
import { Transform } from 'class-transformer';
import { Bio, FullName, Username } from '../profile.fields';
import type { User } from '../user.entity';
import { type Seen, type UserMapper, UserDto } from '../users.dto';
import { userSorts } from './user-sort';

const time = '2026-11-23T09:30:00.000Z';

export class BanDto {
  @ResponseField({ example: 'Spam' }) reason: string;
  @ResponseField({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it ends by itself.',
    example: null,
  })
  until: string | null;
  @ResponseField({ format: 'date-time', example: time }) banned_at: string;
}

/** What admins see of a user. */
export class AdminUserDto extends UserDto {
  @ResponseField({ description: 'Whether an admin has not switched it off.', example: true }) is_active: boolean;
  @ResponseField({ type: BanDto, nullable: true, description: 'The ban that is in force.' }) ban: BanDto | null;
}

/** A query's `true` and `false` are text. */
const asFlag = ({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value);

export class UserQuery extends PageQuery {
  @TextField({
    optional: true,
    max: 100,
    description: 'Part of e-mail, username or full name; one or two letters: their beginning.',
    example: 'john',
  })
  q?: string;

  @TextField({ optional: true, max: 64, description: 'Name or id of a role that they hold.', example: 'moderator' })
  role?: string;

  @Transform(asFlag)
  @BooleanField({ optional: true, description: 'Whether a ban is in force.', example: false })
  banned?: boolean;

  @Transform(asFlag)
  @BooleanField({ optional: true, description: 'Whether they are online.', example: true })
  online?: boolean;

  @TextField({
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

  @BooleanField({
    optional: true,
    description: '`false` switches the account off and ends its sessions.',
    example: true,
  })
  is_active?: boolean | null;
}

export class BanRequest {
  @TextField({ max: 500, multiline: true, description: 'Why.', example: 'Spam' }) reason: string;
  @DateTimeField({
    optional: true,
    future: true,
    description: 'When it ends by itself; for good without it.',
    example: '2027-01-01T00:00:00.000Z',
  })
  until?: string | null;
}

export class RoleAssignment {
  @IdField({ description: 'Who gets it.', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) user_id: string;
  @TextField({ max: 64, description: 'Name or id of the role.', example: 'moderator' }) role: string;
}

export function toAdminUser(mapper: UserMapper, user: User, roleIds: readonly string[], seen: Seen): AdminUserDto {
  return {
    ...mapper.toUser(user, roleIds, seen),
    is_active: user.deactivatedAt === null,
    ban: toBan(user),
  };
}

export function toBan(user: User): BanDto | null {
  if (!user.isBanned()) return null;
  return {
    reason: user.banReason ?? '',
    until: user.bannedUntil?.toISOString() ?? null,
    banned_at: user.bannedAt!.toISOString(),
  };
}
