import { joined } from './names';
import type { Source } from './source';

/** One object a line: the profiles of a user export job, the hashes that Auth0's support exports, or both in one. */
export const auth0Source: Source = {
  json: 'records',
  open: () => (user) => ({
    // The same in both: `auth0|<id>` is the user's, `{"$oid": "<id>"}` that of the database of passwords.
    id: (user.has('user_id') ? user.required('user_id') : user.object('_id').required('$oid')).replace(/^auth0\|/, ''),
    email: user.required('email'),
    emailVerified: user.flag('email_verified'),
    username: user.text('username'),
    fullName: user.text('name') ?? joined(user.text('given_name'), user.text('family_name')) ?? user.text('nickname'),
    passwordHash: user.text('passwordHash') ?? user.text('password_hash') ?? '',
    dateJoined: user.time('created_at'),
    lastSeen: user.time('last_login'),
    isDisabled: user.flag('blocked') ?? false,
    roles: user.object('app_metadata').texts('roles'),
    avatar: user.text('picture'),
  }),
};
