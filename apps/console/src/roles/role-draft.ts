import { client, type PermissionFlag, permissionFlags, type Role, type Schemas } from '../api/client';

export type RoleDraft = Record<PermissionFlag, boolean> & { priority: number; require_mfa: boolean };
export type FullDraft = RoleDraft & Pick<Role, 'name' | 'description' | 'custom_permissions'>;

export function draftOf(role: Role | undefined): RoleDraft {
  const flags = Object.fromEntries(permissionFlags.map((flag) => [flag, role?.[flag] ?? false]));
  return {
    ...(flags as Record<PermissionFlag, boolean>),
    priority: role?.priority ?? 10,
    require_mfa: role?.require_mfa ?? false,
  };
}

export const textsOf = ({ name, description, custom_permissions }: Role) => ({ name, description, custom_permissions });

/** Only what was changed is sent, so that nothing is asked for that the person may not grant. */
export async function saveRole(role: Role | undefined, draft: FullDraft): Promise<Role> {
  if (!role) return client.api.POST('/api/roles', { body: draft as Schemas['NewRole'] });
  const path = { id: role.id };
  const changes = Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(role[name as keyof Role])),
  );
  return client.api.PATCH('/api/roles/{id}', { params: { path }, body: changes as Schemas['RoleEdit'] });
}
