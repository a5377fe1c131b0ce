import { usePermissions, useUser } from '@collabsphere/client/react';
import { useMemo } from 'react';

/** What to show: the service decides about each call by itself. */
export interface Can {
  /** Has any business in the console. */
  isStaff: boolean;
  seeUsers: boolean;
  manageUsers: boolean;
  ban: boolean;
  manageRoles: boolean;
  manageServices: boolean;
  /** Settings, signing keys, queues, processes. */
  operate: boolean;
}

/** As the service decides: `true`, a number above 0, a text that is not empty. */
export const holds = (value: unknown): boolean =>
  value === true || (typeof value === 'number' && value > 0) || (typeof value === 'string' && value !== '');

export function canOf(permissions: Record<string, unknown>): Can {
  const has = (name: string) => holds(permissions[name]);
  const manageUsers = has('can_manage_users');
  const ban = has('can_ban_users');
  const manageRoles = has('can_manage_roles');
  const manageServices = has('can_manage_services');
  const operate = has('can_operate');
  const seeUsers = manageUsers || ban || has('can_moderate');
  const isStaff = seeUsers || manageRoles || manageServices || operate;
  return { isStaff, seeUsers, manageUsers, ban, manageRoles, manageServices, operate };
}

export function useCan(): Can {
  const { permissions } = usePermissions();
  // Owners hold every custom permission, also those that no role names.
  const isOwner = useUser()?.role?.name === 'owner';
  return useMemo(
    () => canOf(isOwner ? { ...permissions, can_manage_services: true, can_operate: true } : permissions),
    [permissions, isOwner],
  );
}
