import { generateKeyPairSync, hash } from 'node:crypto';
import {
  Authenticator,
  AuthModule,
  AuthOptions,
  AuthorizationState,
  DEFAULT_AUDIENCE,
  JwtAuthGuard,
  JwtStrategy,
  PermissionsGuard,
  RequirePermissions,
  VerificationKeys,
  type PermissionFlag,
  permissionFlags,
} from '#auth';
import { Controller, type ExecutionContext, Get } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Sample } from './support/load';
import { quickly } from './support/options';
import { printTable, type Verdict } from './support/report';
import { inTurns, median, ratio } from './support/rounds';

const ROUNDS = quickly(20, 2);
const CHECKS = quickly(50_000, 1000);
/** Sessions revoked within the lifetime of an access token on a busy day. */
const ENDED = quickly(100_000, 1000);

@Controller()
class Bench {
  @Get()
  @RequirePermissions('can_moderate')
  moderate(): void {}
}

/** What one request pays for both guards, with a token that was seen before: no socket, no Nest around it. */
export async function check(): Promise<Verdict[]> {
  const options = { issuer: 'https://auth.test', audience: DEFAULT_AUDIENCE };
  const app = await NestFactory.createApplicationContext(AuthModule.forIssuer({ useFactory: () => options }), {
    logger: false,
  });
  const [state, authenticator] = [app.get(AuthorizationState), app.get(Authenticator)];
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  app.get(VerificationKeys).replace([{ kid: 'k', key: publicKey }]);
  const token = fill(state, authenticator);
  const guards = [
    new JwtAuthGuard(authenticator, app.get(JwtStrategy), app.get(AuthOptions)),
    new PermissionsGuard(state),
  ];
  const context = contextOf({ headers: { authorization: `Bearer ${token}` } });
  const measure = (work: () => unknown) => async (): Promise<Sample> => {
    const start = performance.now();
    for (let n = 0; n < CHECKS; n++) work();
    const each = (performance.now() - start) / CHECKS;
    return { perSecond: 1000 / each, latencies: [each] };
  };
  const [hashes = [], checks = []] = await inTurns(ROUNDS, [
    measure(() => hash('sha256', token, 'base64')),
    measure(() => guards.every((guard) => guard.canActivate(context))),
  ]);
  await app.close();
  printTable(`check: ${ROUNDS} rounds of ${CHECKS}, ${ENDED} ended sessions in memory`, [
    ['SHA-256 of the token', hashes],
    ['both guards', checks],
  ]);
  const microseconds = median(checks.flatMap(({ latencies }) => latencies)) * 1000;
  return [
    { name: 'check, µs', ratio: microseconds, of: 'for a token seen before', target: { atMost: 10 } },
    {
      name: 'check',
      ratio: ratio(checks, hashes, ({ latencies }) => latencies[0]!),
      of: 'times the hash of the token',
    },
  ];
}

const flags = Object.fromEntries(permissionFlags.map((flag) => [flag, flag === 'can_moderate'])) as Record<
  PermissionFlag,
  boolean
>;

function fill(state: AuthorizationState, authenticator: Authenticator): string {
  const expires_at = new Date(Date.now() + 600_000).toISOString();
  state.load({
    accessTokenTtl: 600,
    roles: [
      {
        id: 'r',
        name: 'moderator',
        description: '',
        created_at: expires_at,
        priority: 1,
        is_system: false,
        require_mfa: false,
        custom_permissions: {},
        ...flags,
      },
    ],
    events: Array.from({ length: ENDED }, (_, seq) => ({
      type: 'session-revoked' as const,
      seq: seq + 1,
      at: expires_at,
      expires_at,
      user_id: 'u',
      session_ids: [`session-${seq}`],
      reason: 'logout' as const,
    })),
  });
  state.markFresh(Date.now() + 600_000);
  // As long as the tokens of the service.
  const token = `${'a'.repeat(120)}.${'b'.repeat(420)}.${'c'.repeat(86)}`;
  authenticator.cacheVerified(token, {
    userId: 'u',
    mfaEnrolled: false,
    authenticatedAt: Date.now(),
    methods: ['pwd'],
    sessionId: 's',
    clientId: 'c',
    tokenId: 't',
    keyId: 'k',
    issuedAt: Date.now(),
    roleIds: ['r'],
    emailVerified: true,
    expiresAt: Date.now() + 600_000,
  });
  return token;
}

function contextOf(request: object): ExecutionContext {
  return {
    getType: () => 'http',
    getClass: () => Bench,
    getHandler: () => Bench.prototype.moderate,
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => ({}) }),
  } as unknown as ExecutionContext;
}
