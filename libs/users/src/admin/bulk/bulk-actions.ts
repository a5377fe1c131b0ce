import type { PermissionFlag } from '#auth';

/** What can be done to many users at once, and the permission that it requires. */
export const bulkActions = {
  ban: 'can_ban_users',
  unban: 'can_ban_users',
  add_role: 'can_manage_users',
  remove_role: 'can_manage_users',
  end_sessions: 'can_manage_users',
  delete: 'can_manage_users',
} as const satisfies Record<string, PermissionFlag>;

export type BulkActionName = keyof typeof bulkActions;
export const bulkActionNames = Object.keys(bulkActions) as BulkActionName[];

/** The answer is complete within seconds, and a person can read the preview. */
export const MAX_BULK_USERS = 100;
