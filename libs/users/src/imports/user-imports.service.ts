import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { emailKey } from '../identifiers/keys';
import { ReservedUsernames } from '../identifiers/reserved-usernames';
import { emptyProfile, type NewProfile, toProfileColumns } from '../profile/profile.fields';

/** What no two users have in common. */
export interface UniqueKeys {
  email: string;
  username: string;
  skeleton: string;
  upperSkeleton: string;
}

export type UniqueKey = keyof UniqueKeys;
export type TakenKeys = Record<UniqueKey, ReadonlySet<string>>;

export interface ImportedUser extends NewProfile {
  id: string;
  email: string;
  emailVerified: boolean;
  passwordHash: string;
  dateJoined: Date;
  lastSeen: Date | null;
  deactivatedAt: Date | null;
  /** Name in the avatar store. */
  avatar: string | null;
}

/** Many users of another system in a few statements. */
@Injectable()
export class UserImports {
  constructor(private readonly reservedUsernames: ReservedUsernames) {}

  isReserved(username: string): boolean {
    return this.reservedUsernames.includes(username);
  }

  keysOf(email: string, username: string): UniqueKeys {
    const { usernameKey, usernameSkeleton, usernameUpperSkeleton } = toProfileColumns({ username });
    return {
      email: emailKey(email),
      username: usernameKey!,
      skeleton: usernameSkeleton!,
      upperSkeleton: usernameUpperSkeleton!,
    };
  }

  /** Which of the keys belong to a user, or are held (`REGISTRATION_PRIVACY=strict`). */
  async findTaken(manager: EntityManager, wanted: readonly UniqueKeys[]): Promise<TakenKeys> {
    const values = (key: UniqueKey) => wanted.map((keys) => keys[key]);
    const rows = await manager.query<{ kind: UniqueKey; key: string }[]>(
      `SELECT 'email' AS kind, email_key AS key FROM users WHERE email_key = ANY ($1)
       UNION ALL SELECT 'username', username_key FROM users WHERE username_key = ANY ($2)
       UNION ALL SELECT 'username', username_key FROM username_holds WHERE username_key = ANY ($2)
       UNION ALL SELECT 'skeleton', username_skeleton FROM users WHERE username_skeleton = ANY ($3)
       UNION ALL SELECT 'upperSkeleton', username_upper_skeleton FROM users WHERE username_upper_skeleton = ANY ($4)`,
      [values('email'), values('username'), values('skeleton'), values('upperSkeleton')],
    );
    const of = (kind: UniqueKey) => new Set(rows.filter((row) => row.kind === kind).map(({ key }) => key));
    return {
      email: of('email'),
      username: of('username'),
      skeleton: of('skeleton'),
      upperSkeleton: of('upperSkeleton'),
    };
  }

  /** @returns ids of those that were inserted; of the others a key has been taken meanwhile */
  async insert(manager: EntityManager, users: readonly ImportedUser[]): Promise<Set<string>> {
    const rows = await manager.query<{ id: string }[]>(
      `INSERT INTO users (id, email, email_key, email_verified, username, username_key, username_skeleton,
                          username_upper_skeleton, full_name, full_name_key, bio, locale, password_hash, date_joined,
                          last_seen, deactivated_at, avatar)
       SELECT id, email, email_key, email_verified, username, username_key, username_skeleton,
              username_upper_skeleton, full_name, full_name_key, bio, locale, password_hash, date_joined,
              last_seen, deactivated_at, avatar
       FROM jsonb_populate_recordset(NULL::users, $1) ON CONFLICT DO NOTHING RETURNING id`,
      [JSON.stringify(users.map(toRow))],
    );
    return new Set(rows.map(({ id }) => id));
  }
}

function toRow({
  id,
  email,
  emailVerified,
  passwordHash,
  dateJoined,
  lastSeen,
  deactivatedAt,
  avatar,
  ...profile
}: ImportedUser) {
  const columns = { ...emptyProfile, ...toProfileColumns(profile) };
  return {
    id,
    email,
    email_key: emailKey(email),
    email_verified: emailVerified,
    username: columns.username,
    username_key: columns.usernameKey,
    username_skeleton: columns.usernameSkeleton,
    username_upper_skeleton: columns.usernameUpperSkeleton,
    full_name: columns.fullName,
    full_name_key: columns.fullNameKey,
    bio: columns.bio,
    locale: columns.locale,
    password_hash: passwordHash,
    date_joined: dateJoined,
    last_seen: lastSeen,
    deactivated_at: deactivatedAt,
    avatar,
  };
}
