import { problems, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { usernameKey } from './keys';
import { reservedUsernames } from './reserved-usernames.list';

/** Usernames that users can't choose: the built-in list and `RESERVED_USERNAMES`. */
@Injectable()
export class ReservedUsernames {
  private readonly keys: ReadonlySet<string>;

  constructor({ RESERVED_USERNAMES }: Settings) {
    this.keys = new Set([...reservedUsernames, ...RESERVED_USERNAMES].map(usernameKey));
  }

  includes(username: string): boolean {
    return this.keys.has(usernameKey(username));
  }
}

export const usernameReservedProblem = () =>
  problems.validation_failed({
    errors: [{ field: 'username', code: 'username_reserved', message: 'This username is kept for the platform.' }],
  });
