import { nameKey, nameSkeletons, problems, Settings, msg } from '#platform';
import { Injectable } from '@nestjs/common';
import { reservedUsernames } from './reserved-usernames.list';

/** Usernames that users can't choose, nor what looks like one: the built-in list and `RESERVED_USERNAMES`. */
@Injectable()
export class ReservedUsernames {
  private readonly keys: ReadonlySet<string>;

  constructor({ RESERVED_USERNAMES }: Settings) {
    this.keys = new Set([...reservedUsernames, ...RESERVED_USERNAMES].flatMap(keysOf));
  }

  includes(username: string): boolean {
    return keysOf(username).some((key) => this.keys.has(key));
  }
}

function keysOf(username: string): string[] {
  const { skeleton, upperSkeleton } = nameSkeletons(username);
  return [`key ${nameKey(username)}`, `skeleton ${skeleton}`, `upper ${upperSkeleton}`];
}

export const usernameReservedProblem = () =>
  problems.validation_failed({
    errors: [
      {
        field: 'username',
        code: 'username_reserved',
        message: msg('faults.username_reserved'),
      },
    ],
  });
