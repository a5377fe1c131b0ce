import type { Role } from '../api/client';

/**
 * The hierarchy as the service has it (docs/permissions.md), to disable what a call would refuse. The service
 * decides.
 */
type Ranked = { roles: Pick<Role, 'priority' | 'name' | 'is_system'>[] };

export const isOwner = ({ roles }: Ranked): boolean =>
  roles.some(({ name, is_system }) => is_system && name === 'owner');
export const rankOf = ({ roles }: Ranked): number => Math.max(-1, ...roles.map(({ priority }) => priority));

export const mayManageUser = (actor: Ranked, target: Ranked): boolean =>
  isOwner(actor) || rankOf(target) < rankOf(actor);
export const mayManageRole = (actor: Ranked, role: Pick<Role, 'priority'>): boolean =>
  isOwner(actor) || role.priority < rankOf(actor);
