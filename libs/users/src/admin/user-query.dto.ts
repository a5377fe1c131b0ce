import { BooleanField, PageQuery, Rule, TextField, msg } from '#platform';
import { Transform } from 'class-transformer';
import { userSorts } from './user-sort';

/** Query parameters are strings. */
const toBoolean = ({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value);

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

  @Transform(toBoolean)
  @BooleanField({ optional: true, description: 'Whether a ban is in force.', example: false })
  banned?: boolean;

  @Transform(toBoolean)
  @BooleanField({ optional: true, description: 'Whether the user is online.', example: true })
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
          ? msg('faults.invalid_choice', { choices: Object.keys(userSorts).join(', ') })
          : undefined,
      ),
    ],
  })
  sort?: string;
}
