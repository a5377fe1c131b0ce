import type { HttpResponse } from './http-client';

/** UUIDv7. */
export const anId = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
/** RFC 3339, UTC, milliseconds. */
export const aTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
export const aSentence = expect.stringMatching(/^[A-Z].+[.!]$/);

export const noPermissions = {
  can_moderate: false,
  can_manage_users: false,
  can_manage_roles: false,
  can_delete_messages: false,
  can_ban_users: false,
};

/** The role that everybody has. */
export const userRole = {
  id: anId,
  name: 'user',
  description: expect.any(String),
  created_at: aTime,
  priority: 0,
  custom_permissions: {},
  is_system: true,
  require_mfa: false,
  ...noPermissions,
};

export const tokens = {
  access: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  refresh: expect.stringMatching(/^[\w-]{40,}$/),
  token_type: 'Bearer',
  expires_in: 600,
};

/** The own account of a user who has just registered; `about` overrides fields. */
export const aUser = (about: Record<string, unknown>) => ({
  id: anId,
  email_verified: true,
  avatar: null,
  bio: '',
  is_online: true,
  last_seen: aTime,
  date_joined: aTime,
  role: userRole,
  roles: [userRole],
  ...about,
});

/** With what only its owner sees. */
export const anOwnProfile = (about: Record<string, unknown>) => ({ ...aUser(about), locale: null, ...about });

/** The same as `GET /api/profile` answers it. */
export const aProfile = (about: Record<string, unknown>) => ({
  ...anOwnProfile({ permissions: noPermissions }),
  ...about,
});

/** An answer in short: status, code, and each fault as `field code`, sorted. */
export function problemSummary({ status, body }: HttpResponse): (number | string)[] {
  const faults = (body.errors ?? []) as { field: string; code: string }[];
  return [status, body.code, ...faults.map(({ field, code }) => `${field} ${code}`).sort()];
}
