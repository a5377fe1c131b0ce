/**
 * Fragments for statements of other modules that have to read assignments together with their own tables.
 * @param userId SQL expression, such as `users.id`
 */
export const roleIdsOfUser = (userId: string): string =>
  `ARRAY(SELECT role_id FROM user_roles WHERE user_id = ${userId})`;

/** @param roleId SQL expression, such as `$1` */
export const userHasRole = (userId: string, roleId: string): string =>
  `EXISTS (SELECT 1 FROM user_roles WHERE user_id = ${userId} AND role_id = ${roleId})`;
