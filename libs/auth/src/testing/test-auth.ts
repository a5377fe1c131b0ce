import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { ACCESS_TOKEN_ALGORITHM, ACCESS_TOKEN_TYPE } from '../tokens/access-token';
import type { AuthSource } from '../adapters/auth-source';
import { type AuthOptions, AuthServiceOptions, DEFAULT_AUDIENCE } from '../auth.options';
import type { AuthorizationEvent } from '../state/authorization-event';
import { AuthorizationState } from '../state/authorization-state';
import { EventStreamFollower, type FollowerStats } from '../follower/event-stream-follower';
import type { CustomPermissionValue } from '../permissions/custom-permission-value';
import { type Permission, type PermissionFlag, permissionFlags, type RoleGrants } from '../permissions/permissions';
import { assuranceLevelOf, type AuthenticationMethod } from '../tokens/authentication';
import { VerificationKeys } from '../keys/verification-keys';

/** The part of `Test.createTestingModule()` that is used here, so that the library does not depend on `@nestjs/testing`. */
interface Builder {
  overrideProvider(token: unknown): { useValue(value: unknown): unknown };
}

/** A user of a test. */
export interface TestPrincipal {
  /** Must be a UUID. */
  userId?: string;
  sessionId?: string;
  /** Flags and custom permissions that they hold. */
  permissions?: readonly Permission[];
  /** Values of custom permissions other than `true`. */
  values?: Record<string, CustomPermissionValue>;
  emailVerified?: boolean;
  /** Whether they have a second factor. */
  mfaEnrolled?: boolean;
  /** Whether their role requires one. */
  requireMfa?: boolean;
  /** When they have last authenticated, and how; now with a password unless given. */
  authenticatedAt?: Date;
  methods?: readonly AuthenticationMethod[];
}

const ISSUER = 'https://auth.test';
const KID = 'test';
/** Seconds; longer than any test. */
const LIFETIME = 3600;

/**
 * Replaces CollabSphere Auth in a service's tests: real tokens, real guards, no server.
 *
 * ```ts
 * const auth = new TestAuth();
 * const module = await auth.override(Test.createTestingModule({ imports: [AppModule] })).compile();
 * const token = auth.token({ permissions: ['can_delete_messages'] });
 * ```
 *
 * In Express and Fastify: `createAuth({ source: new TestAuth() })`.
 */
export class TestAuth implements AuthSource {
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private seq = 0;
  readonly keys = new VerificationKeys();
  /** The state that the guards read. */
  readonly state = new AuthorizationState();
  readonly options: AuthOptions = {
    issuer: ISSUER,
    audience: DEFAULT_AUDIENCE,
    maxStaleness: Number.POSITIVE_INFINITY,
  };
  readonly stats: FollowerStats = { connected: true, connects: 1, events: 0, lagMs: 0 };

  constructor() {
    this.keys.replace([{ kid: KID, key: this.pair.publicKey }]);
    this.state.markFresh();
  }

  /** Replaces the issuer, whatever options `AuthModule.forRoot` has. */
  override<B extends Builder>(builder: B): B {
    const options: AuthServiceOptions = {
      ...this.options,
      credentials: { clientId: 'test', clientSecret: 'test' },
    };
    for (const [token, value] of [
      [AuthServiceOptions, options],
      [VerificationKeys, this.keys],
      [AuthorizationState, this.state],
      [EventStreamFollower, { stats: this.stats }],
    ])
      builder.overrideProvider(token).useValue(value);
    return builder;
  }

  /** For `createAuth({ source })` of Express and Fastify. */
  async whenReady(): Promise<void> {}

  close(): void {}

  /** An access token of a user with exactly these permissions. */
  token({
    userId = randomUUID(),
    sessionId = randomUUID(),
    permissions = [],
    values = {},
    emailVerified = true,
    mfaEnrolled = false,
    requireMfa = false,
    authenticatedAt = new Date(),
    methods = ['pwd'],
  }: TestPrincipal = {}): string {
    return this.sign({
      sub: userId,
      client_id: 'test',
      sid: sessionId,
      roles: [this.role(permissions, values, requireMfa)],
      email_verified: emailVerified,
      mfa_enrolled: mfaEnrolled,
      auth_time: Math.floor(authenticatedAt.getTime() / 1000),
      amr: methods,
      acr: assuranceLevelOf(methods),
    });
  }

  /** An access token of a service with these scopes. */
  serviceToken(scopes: readonly string[], clientId: string = randomUUID()): string {
    return this.sign({ sub: clientId, client_id: clientId, scope: scopes.join(' ') });
  }

  /** Revokes a session, as a logout or a ban does. */
  endSession(sessionId: string): void {
    this.state.apply({
      ...this.event(),
      type: 'session-revoked',
      user_id: null,
      session_ids: [sessionId],
      reason: 'logout',
    });
  }

  /** Changes the permissions of a user, whose tokens stay valid, and whether their role requires a second factor. */
  changePermissions(
    userId: string,
    permissions: readonly Permission[],
    values: TestPrincipal['values'] = {},
    { requireMfa = false }: Pick<TestPrincipal, 'requireMfa'> = {},
  ): void {
    const role_ids = [this.role(permissions, values, requireMfa)];
    this.state.apply({ ...this.event(), type: 'token-claims-change', user_id: userId, role_ids, email_verified: true });
  }

  /** Changes a role, such as one of `state.allRoles()`. */
  editRole(role: RoleGrants): void {
    this.state.apply({ ...this.event(), type: 'role-changed', role_id: role.id, role });
  }

  private role(
    permissions: readonly Permission[],
    values: Record<string, CustomPermissionValue>,
    requireMfa: boolean,
  ): string {
    const flags = Object.fromEntries(permissionFlags.map((flag) => [flag, permissions.includes(flag)]));
    const custom = permissions.filter((permission) => !(permissionFlags as readonly string[]).includes(permission));
    const id = randomUUID();
    this.editRole({
      id,
      name: `test ${id}`,
      description: '',
      created_at: new Date().toISOString(),
      priority: 0,
      is_system: false,
      require_mfa: requireMfa,
      custom_permissions: { ...Object.fromEntries(custom.map((key) => [key, true])), ...values },
      ...(flags as Record<PermissionFlag, boolean>),
    });
    return id;
  }

  private event(): Pick<AuthorizationEvent, 'seq' | 'at' | 'expires_at'> {
    const now = Date.now();
    const time = (milliseconds: number) => new Date(milliseconds).toISOString();
    return { seq: ++this.seq, at: time(now), expires_at: time(now + LIFETIME * 1000) };
  }

  private sign(claims: object): string {
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: ISSUER, aud: DEFAULT_AUDIENCE, iat: now, exp: now + LIFETIME, jti: randomUUID(), ...claims };
    const header = { alg: ACCESS_TOKEN_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: KID };
    const data = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(data), { key: this.pair.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${data}.${signature.toString('base64url')}`;
  }
}
