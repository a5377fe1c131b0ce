/** Any of these permissions shows all fields of a user. */
export const userDetailPermissions = ['can_manage_users', 'can_moderate', 'can_ban_users'] as const;
