import type { SessionState } from './session-state.js';

/**
 * Whether the signed-in user has a permission: it is `true`, above 0 or not empty. Owners have those of all other roles,
 * too.
 */
export function hasPermission({ user, permissions }: SessionState, name: string): boolean {
  return (
    (!!permissions && Object.hasOwn(permissions, name) && !!permissions[name]) ||
    !!user?.roles.some((role) => role.is_system && role.name === 'owner')
  );
}
