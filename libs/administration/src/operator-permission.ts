import { customPermission } from '#auth';

/**
 * What the routes of operators require. No role has it from the start but `owner`, who holds everything; only who holds
 * it can put it into a role.
 */
export const OPERATE = customPermission('can_operate');
