import { BooleanField, DateTimeField, PageQuery, Rule, TextField } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { userSorts } from './user-sort';

/** Query parameters are strings. */
const toBoolean = ({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value);

const Flag = (description: string, example: boolean) =>
  applyDecorators(Transform(toBoolean), BooleanField({ optional: true, description, example }));

const joinedExample = '2026-11-01T00:00:00.000Z';

/** Filters are combined: a user must match all of them. */
export class UserQuery extends PageQuery {
  @TextField({
    optional: true,
    max: 100,
    description: 'Part of the e-mail address, username or full name; one or two letters match the beginning only.',
    example: 'john',
  })
  q?: string;

  @TextField({ optional: true, max: 64, description: 'Name or id of a role that the user has.', example: 'moderator' })
  role?: string;

  @Flag('Whether a ban is in force.', false) banned?: boolean;
  @Flag('Whether the user is online.', true) online?: boolean;
  @Flag('Whether the e-mail address is verified.', true) verified?: boolean;
  @Flag('Whether the user has a second factor.', true) mfa?: boolean;
  @Flag('`false` for accounts that an admin has deactivated.', true) active?: boolean;

  @DateTimeField({ optional: true, description: 'Joined at this time or later.', example: joinedExample })
  joined_after?: string;

  @DateTimeField({ optional: true, description: 'Joined before this time.', example: joinedExample })
  joined_before?: string;

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
