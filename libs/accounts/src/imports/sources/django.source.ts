import type { Fields } from './fields';
import { joined } from './names';
import type { ReadAccount, Source } from './source';

/** What an app may call whether an address is verified. Django itself does not know. */
const verifiedColumns = ['email_verified', 'is_email_verified', 'is_verified'];

/** `manage.py dumpdata auth`, as JSON or JSON lines: groups, then users, which refer to them. */
export const djangoSource: Source = {
  json: 'records',
  open: ({ table }) => {
    const groups = new Map<string, string>();
    return (entry) => {
      const model = entry.required('model');
      const fields = entry.object('fields');
      if (model === 'auth.group') groups.set(entry.required('pk'), fields.required('name'));
      if (model.replace('.', '_') !== table) return undefined;
      return toAccount(entry.required('pk'), fields, groupNames(fields, groups));
    };
  },
};

/** Of a user in a dump, or of a row of the table. */
export function toAccount(id: string, user: Fields, roles: string[]): ReadAccount {
  const verified = verifiedColumns.find((name) => user.has(name));
  const email = user.required('email');
  return {
    id,
    email,
    emailVerified: verified === undefined ? undefined : user.flag(verified),
    username: user.text('username'),
    fullName: user.text('full_name') ?? joined(user.text('first_name'), user.text('last_name')),
    bio: user.text('bio'),
    passwordHash: usable(user.text('password') ?? ''),
    dateJoined: user.time('date_joined'),
    lastSeen: user.time('last_seen') ?? user.time('last_login'),
    isDisabled: user.flag('is_active') === false,
    roles: [
      ...roles,
      ...(user.flag('is_staff') ? ['is_staff'] : []),
      ...(user.flag('is_superuser') ? ['is_superuser'] : []),
    ],
    avatar: user.text('avatar'),
  };
}

/** Django writes `!` and random letters where there is no password. */
const usable = (hash: string) => (hash.startsWith('!') ? '' : hash);

/** By number, or by name with `--natural-foreign`. */
function groupNames(user: Fields, groups: ReadonlyMap<string, string>): string[] {
  return user.list('groups').map((group) => {
    const name = Array.isArray(group) ? group[0] : groups.get(String(group));
    if (typeof name !== 'string')
      throw user.fault('groups', 'unknown_group', 'The file has no such group before this user: dump auth.group too.');
    return name;
  });
}
