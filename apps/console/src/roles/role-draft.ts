import { client, type PermissionFlag, permissionFlags, type Role, type Schemas } from '../api/client';

export type RoleDraft = Record<PermissionFlag, boolean> & { priority: number; require_mfa: boolean };
export type FullDraft = RoleDraft & Pick<Role, 'name' | 'description' | 'custom_permissions'>;

/** A role as it was read, with the mark that an edit of it sends back. */
export interface ReadRole {
  role: Role;
  etag: string | null;
}

const read = async (response: Response): Promise<ReadRole> => ({
  role: (await response.json()) as Role,
  etag: response.headers.get('etag'),
});

export const readRole = async (id: string): Promise<ReadRole> =>
  read(await client.api.GET('/api/roles/{id}', { params: { path: { id } }, as: 'response' }));

export function draftOf(role: Role | undefined): RoleDraft {
  const flags = Object.fromEntries(permissionFlags.map((flag) => [flag, role?.[flag] ?? false]));
  return {
    ...(flags as Record<PermissionFlag, boolean>),
    priority: role?.priority ?? 10,
    require_mfa: role?.require_mfa ?? false,
  };
}

export const fullDraftOf = (role: Role): FullDraft => {
  const { name, description, custom_permissions } = role;
  return { ...draftOf(role), name, description, custom_permissions };
};

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The fields of `draft` that are other ones than in `base`. */
export function changesOf(base: Role, draft: FullDraft): Partial<FullDraft> {
  return Object.fromEntries(Object.entries(draft).filter(([name, value]) => !same(value, base[name as keyof Role])));
}

export const createRole = async (draft: FullDraft): Promise<ReadRole> =>
  read(await client.api.POST('/api/roles', { body: draft as Schemas['NewRole'], as: 'response' }));

/**
 * Only what was changed is sent, so that nothing is asked for that the person may not grant.
 * @throws {CollabSphereError} `precondition_failed` where the role is not as it was read
 */
export async function updateRole({ role, etag }: ReadRole, draft: FullDraft): Promise<ReadRole> {
  const params = { path: { id: role.id }, header: { 'If-Match': etag ?? undefined } };
  return read(
    await client.api.PATCH('/api/roles/{id}', {
      params,
      body: changesOf(role, draft) as Schemas['RoleEdit'],
      as: 'response',
    }),
  );
}
