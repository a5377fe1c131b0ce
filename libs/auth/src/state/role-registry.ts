import type { Claims } from '../tokens/caller';
import type { RoleGrants } from '../permissions/permissions';
import type { AuthorizationSnapshot, RoleChanged } from './authorization-event';
import { LatestChanges } from './latest-changes';

interface RoleChange {
  role: RoleGrants | null;
  expiresAt: number;
  seq: number;
}

/** All roles by id. Times are milliseconds since 1970. */
export class RoleRegistry {
  private roles = new Map<string, RoleGrants>();
  /** The newest change of each role, kept as long as an older event about the role may still arrive. */
  private readonly changes = new LatestChanges<RoleChange>();

  get size(): number {
    return this.roles.size;
  }

  all(): IterableIterator<RoleGrants> {
    return this.roles.values();
  }

  of({ roleIds }: Pick<Claims, 'roleIds'>): RoleGrants[] {
    return roleIds.map((id) => this.roles.get(id)).filter((role) => role !== undefined);
  }

  requireMfa({ roleIds }: Pick<Claims, 'roleIds'>): boolean {
    return roleIds.some((id) => this.roles.get(id)?.require_mfa);
  }

  /** The list may be older than a known change: the change wins. */
  replaceAll(roles: readonly RoleGrants[], now: number): void {
    this.roles = new Map(roles.map((role) => [role.id, role]));
    for (const [id, { role, expiresAt }] of this.changes) if (expiresAt > now) this.set(id, role);
  }

  /** @returns whether it is newer than what was known */
  apply({ role_id, role, seq }: Pick<RoleChanged, 'role_id' | 'role' | 'seq'>, expiresAt: number): boolean {
    const isNewer = this.changes.setIfNewer(role_id, { role, expiresAt, seq });
    if (isNewer) this.set(role_id, role);
    return isNewer;
  }

  prune(now: number): void {
    this.changes.prune(now);
  }

  snapshot(): Pick<AuthorizationSnapshot, 'roles' | 'changed_roles'> {
    return {
      roles: [...this.roles.values()],
      changed_roles: [...this.changes].map(([role_id, { seq, expiresAt }]) => ({
        role_id,
        seq,
        expires_at: new Date(expiresAt).toISOString(),
      })),
    };
  }

  private set(id: string, role: RoleGrants | null): void {
    if (role) this.roles.set(id, role);
    else this.roles.delete(id);
  }
}
