import type { Source } from './source';

const columns = [
  'id',
  'email',
  'email_verified',
  'username',
  'full_name',
  'bio',
  'locale',
  'password_hash',
  'roles',
  'date_joined',
  'last_seen',
  'disabled',
  'avatar',
] as const;

/** A table in our own terms, for every other system. */
export const csvSource: Source = {
  csv: columns,
  open: () => (row) => {
    const email = row.required('email');
    return {
      id: row.text('id') ?? email.toLowerCase(),
      email,
      emailVerified: row.flag('email_verified'),
      username: row.text('username'),
      fullName: row.text('full_name'),
      bio: row.text('bio'),
      locale: row.text('locale'),
      passwordHash: row.text('password_hash') ?? '',
      dateJoined: row.time('date_joined'),
      lastSeen: row.time('last_seen'),
      isDisabled: row.flag('disabled') ?? false,
      roles: splitList(row.text('roles')),
      avatar: row.text('avatar'),
    };
  },
};

const splitList = (text = '') =>
  text
    .split(';')
    .map((role) => role.trim())
    .filter(Boolean);
