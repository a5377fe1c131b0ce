import {
  AuthorizationState,
  custom,
  type Permission,
  permissionFlags,
  PermissionsGuard,
  type CustomPermissionValue,
  type Principal,
  RequirePermissions,
  type RoleGrants,
} from '#auth';
import type { ExecutionContext } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { AccessTokenIssuer } from '../../libs/sessions/src/tokens/access-token.issuer';
import type { TestApp } from './test-app';

export const OWNER = '0193543d-0000-7000-8000-000000001000';
/** One of them opens a real route, so that what the guards are asked here can be compared with it. */
export const customKeys = ['x', 'y', 'can_manage_services'] as const;

export interface Grants {
  priority: number;
  flags: string[];
  custom: Record<string, unknown>;
}

export interface UserState {
  roles: RoleGrants[];
  /** All else that may be changed of them, in one text. */
  rest: string;
  acts: boolean;
  /** What the guards let them do. */
  may: Set<string>;
  /** What services read. */
  values: Record<string, CustomPermissionValue>;
}

export interface HierarchyState {
  users: Map<string, UserState>;
  roles: Map<string, RoleGrants>;
}

interface Member {
  principal: Principal;
  token: string;
}

class Route {}
const handlers = new Map(
  [...permissionFlags, ...customKeys.map(custom)].map((permission: Permission) => {
    const handler = () => undefined;
    RequirePermissions(permission)(Route.prototype, permission, { value: handler });
    return [permission as string, handler];
  }),
);

/** People with roles, made in the database, whose tokens and guards are real. */
export class HierarchyFixture {
  members: Member[] = [];
  roleIds: string[] = [];
  private readonly state: AuthorizationState;
  private readonly guard: PermissionsGuard;

  constructor(private readonly t: TestApp) {
    this.state = t.app.get(AuthorizationState, { strict: false });
    this.guard = new PermissionsGuard(this.state);
  }

  /** Everybody and every role is new. The first two are owners besides. */
  async reset(all: Grants[], assignments: number[][]): Promise<void> {
    const { db } = this.t;
    // Rows are locked in the order of the service, which writes times of users and sessions in the background.
    await db.transaction(async (transaction) => {
      await transaction.query('SELECT FROM users ORDER BY id FOR UPDATE');
      await transaction.query('SELECT FROM sessions ORDER BY id FOR UPDATE');
      await transaction.query('DELETE FROM users');
    });
    await db.query('DELETE FROM roles WHERE NOT is_system');
    this.roleIds = all.map(() => uuid());
    for (const [i, { priority, flags, custom }] of all.entries())
      await db.query(
        `INSERT INTO roles (id, name, name_key, priority, custom_permissions, ${permissionFlags.join(', ')})
         VALUES ($1, $2, $2, $3, $4, ${permissionFlags.map((_, n) => `$${n + 5}`).join(', ')})`,
        [this.roleIds[i], `role${i}`, priority, custom, ...permissionFlags.map((flag) => flags.includes(flag))],
      );
    const ids = assignments.map(() => uuid());
    await db.query(
      `INSERT INTO users (id, email, email_key, email_verified, username, username_key, full_name, full_name_key, password_hash)
       SELECT id, id, id, true, id, id, id, id, '' FROM unnest($1::uuid[]) AS id`,
      [ids],
    );
    const held = assignments.flatMap((roles, i) => [
      ...[...new Set(roles)].map((role) => [ids[i], this.roleIds[role]]),
      ...(i < 2 ? [[ids[i], OWNER]] : []),
    ]);
    await db.query('INSERT INTO user_roles (user_id, role_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])', [
      held.map(([user]) => user),
      held.map(([, role]) => role),
    ]);
    // What was written past the service is not known to its memory, and nothing from before is of any interest.
    this.state.prune(Number.POSITIVE_INFINITY);
    const roles = await db.query('SELECT role_grants(roles) AS role FROM roles');
    this.state.load({ roles: roles.map(({ role }: { role: RoleGrants }) => role), events: [], accessTokenTtl: 600 });
    this.members = await Promise.all(ids.map((id) => this.signIn(id)));
  }

  /** As it is, by the database, the guards and the memory that services have a copy of. */
  async readState(): Promise<HierarchyState> {
    const users = await this.t.db.query(`
      SELECT u.id, (banned_at IS NULL OR banned_until <= now()) AND deactivated_at IS NULL AS acts,
             concat_ws('|', banned_at, deactivated_at, full_name,
               (SELECT string_agg(role_id::text, ',' ORDER BY role_id) FROM user_roles WHERE user_id = u.id)) AS rest,
             (SELECT coalesce(jsonb_agg(role_grants(r) ORDER BY r.id), '[]') FROM user_roles JOIN roles r ON r.id = role_id WHERE user_id = u.id) AS roles
      FROM users u`);
    const roles = await this.t.db.query('SELECT role_grants(roles) AS role FROM roles WHERE NOT is_system');
    return {
      users: new Map(
        users.map((user: UserState & { id: string }) => {
          const principal = this.members.find(({ principal }) => principal.userId === user.id)!.principal;
          const may = new Set([...handlers.keys()].filter((permission) => this.guardLetsIn(principal, permission)));
          return [user.id, { ...user, may, values: this.state.permissionsOf(this.state.currentClaims(principal)) }];
        }),
      ),
      roles: new Map(roles.map(({ role }: { role: RoleGrants }) => [role.id, role])),
    };
  }

  /** The token of a player; a new one where a ban or an admin ended their session and they may sign in again. */
  async tokenOf(i: number, { users }: HierarchyState): Promise<string> {
    const { principal } = this.members[i]!;
    if (this.state.isSessionRevoked(principal.sessionId) && users.get(principal.userId)?.acts)
      this.members[i] = await this.signIn(principal.userId);
    return this.members[i]!.token;
  }

  idOf(i: number): string {
    return this.members[i]!.principal.userId;
  }

  /** The last of them is the owners' role. */
  roleId(i: number): string {
    const which = i % (this.roleIds.length + 1);
    return this.roleIds[which] ?? OWNER;
  }

  holds(roleIds: string[], permission: Permission): boolean {
    return this.state.holds({ roleIds }, permission);
  }

  private guardLetsIn(principal: Principal, permission: string): boolean {
    const context = {
      getType: () => 'http',
      getClass: () => Route,
      getHandler: () => handlers.get(permission),
      switchToHttp: () => ({ getRequest: () => ({ user: principal }) }),
    } as unknown as ExecutionContext;
    try {
      return this.guard.canActivate(context);
    } catch {
      return false;
    }
  }

  private async signIn(userId: string): Promise<Member> {
    const sessionId = uuid();
    await this.t.db.query(
      `INSERT INTO sessions (id, user_id, ip, user_agent, refresh_expires_at, expires_at)
       VALUES ($1, $2, '', '', now() + interval '1 day', now() + interval '1 day')`,
      [sessionId, userId],
    );
    const [{ role_ids }] = await this.t.db.query('SELECT role_ids FROM token_claims WHERE user_id = $1', [userId]);
    const claims = { userId, sessionId, roleIds: role_ids as string[], emailVerified: true, mfaEnrolled: false };
    return {
      principal: claims as unknown as Principal,
      token: this.t.app
        .get(AccessTokenIssuer, { strict: false })
        .issue(claims, { authenticatedAt: Date.now(), methods: ['pwd'] }, 0),
    };
  }
}
