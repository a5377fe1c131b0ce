import { databaseClock } from '#platform';
import type { Source } from './source';

/** Rows of Supabase's table `auth.users`, as CSV or as one JSON object a line. */
export const supabaseSource: Source = {
  json: 'records',
  csv: true,
  open: () => (user) => {
    if (user.has('deleted_at') || user.flag('is_anonymous')) return undefined;
    const about = user.object('raw_user_meta_data');
    const app = user.object('raw_app_meta_data');
    const bannedUntil = user.time('banned_until');
    return {
      id: user.required('id'),
      email: user.required('email'),
      emailVerified: user.has('email_confirmed_at'),
      username: about.text('username') ?? about.text('user_name'),
      fullName: about.text('full_name') ?? about.text('name'),
      passwordHash: user.text('encrypted_password') ?? '',
      dateJoined: user.time('created_at'),
      lastSeen: user.time('last_sign_in_at'),
      isDisabled: bannedUntil !== undefined && bannedUntil > databaseClock.date(),
      roles: app.texts('roles'),
      avatar: about.text('avatar_url') ?? about.text('picture'),
    };
  },
};
