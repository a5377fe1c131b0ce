/** To ask for an export, while it is written, and to fetch it. */
export const EXPORT_PERMISSION = 'can_manage_users';
