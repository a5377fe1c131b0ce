import { type RouteAccess, routeAccessOf, type AuthProblemCode, authProblems } from '#auth';
import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { SESSION_COOKIE_SCHEME } from '#sessions';
import { addProblem, type Operation, operationsOf } from './problems';

/** Where `@ApiOperation` keeps its options; `@nestjs/swagger` does not export the name. */
const API_OPERATION = 'swagger/apiOperation';

/**
 * Writes into each operation what the guards do: the security, the problems that they answer, the permissions
 * (`x-permissions`: all of them, and of each inner list at least one), the scopes (`x-scopes`: all of them) and whether
 * a recent authentication is required (`x-recent-authentication`).
 */
export function describeAccess(app: INestApplication, document: OpenAPIObject): void {
  const routes = accessByOperation(app);
  const reads = new Set(Object.values(document.paths).flatMap(({ get, head }) => [get, head]));
  for (const operation of operationsOf(document)) {
    const access = operation.operationId ? routes.get(operation.operationId) : undefined;
    if (!access) continue;
    operation.security = securityOf(access, operation.security);
    for (const code of publicProblemsOf(access, operation.security)) addProblem(operation, code, authProblems[code]);
    if (access.isPublic) continue;
    const permissions = [...access.all, ...access.any.map((group) => [...group])];
    if (permissions.length > 0) (operation as Extended)['x-permissions'] = permissions;
    if (access.scopes.length > 0) (operation as Extended)['x-scopes'] = [...access.scopes];
    for (const code of problemsOf(access)) addProblem(operation, code, authProblems[code]);
    const recent = recentAuthenticationOf(access, reads.has(operation));
    if (recent) (operation as Extended)['x-recent-authentication'] = recent;
    const stepUp = recent ? { acr_values: 'aal1', max_age: 900 } : { acr_values: 'aal2' };
    // Without @RequireRecentAuth(): for holders of roles that require a second factor, who signed in without it.
    if (recent || (!access.allowsWithoutMfa && access.scopes.length === 0))
      addProblem(operation, 'step_up_required', authProblems.step_up_required, stepUp);
  }
}

interface Extended {
  'x-permissions'?: unknown;
  'x-scopes'?: string[];
  'x-recent-authentication'?: RecentAuthentication;
}

/** Always, of users with a second factor, or where the operator has set `ADMIN_STEP_UP`. */
type RecentAuthentication = 'always' | 'with_second_factor' | 'with_admin_step_up';

/** As `@ApiOperation({ operationId })` says: generated clients have a function of that name. */
export function operationIdOf(controller: string, handler: object): string {
  const { operationId } = (Reflect.getMetadata(API_OPERATION, handler) ?? {}) as { operationId?: string };
  if (!operationId) throw new Error(`${controller} has a route without an operationId`);
  return operationId;
}

function accessByOperation(app: INestApplication): Map<string, RouteAccess> {
  return new Map(
    handlersOf(app).map(({ id, controller, handler }) => [id, routeAccessOf(controller as never, handler)]),
  );
}

/** What stands behind each operation. */
export function handlersOf(app: INestApplication) {
  return [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype }) =>
      Object.getOwnPropertyNames(metatype?.prototype ?? {})
        .map((method) => metatype!.prototype[method] as object)
        .filter((handler) => Reflect.hasMetadata(API_OPERATION, handler))
        .map((handler) => ({
          id: operationIdOf(metatype!.name, handler),
          controller: metatype!,
          handler: handler as never,
        })),
    ),
  );
}

/**
 * An empty list means no authentication. `{}` beside a scheme makes the scheme optional: a token may be sent, or a
 * client's credentials may be in the body instead.
 * @see OpenAPI 3.0.3, Operation Object
 */
function securityOf({ isPublic, identifies }: RouteAccess, declared: Operation['security']): Operation['security'] {
  if (!isPublic) return [{ bearer: [] }];
  if (declared?.some((scheme) => 'basic' in scheme)) return [{ basic: [] }, {}];
  const cookie = { [SESSION_COOKIE_SCHEME]: [] };
  if (declared?.some((scheme) => SESSION_COOKIE_SCHEME in scheme))
    return identifies ? [{ bearer: [] }, cookie] : [cookie, {}];
  return identifies ? [{ bearer: [] }, {}] : [];
}

/** As `RecentAuthGuard` decides. */
function recentAuthenticationOf(
  { recentAuth, all, any, isReadOnly }: RouteAccess,
  isRead: boolean,
): RecentAuthentication | undefined {
  if (recentAuth) return recentAuth.onlyIfEnrolled ? 'with_second_factor' : 'always';
  return all.length + any.length > 0 && !isRead && !isReadOnly ? 'with_admin_step_up' : undefined;
}

/** A route that a token identifies, or else a cookie, refuses a caller who has sent neither. */
function publicProblemsOf({ isPublic, identifies }: RouteAccess, security: Operation['security']): AuthProblemCode[] {
  if (!isPublic || !identifies) return [];
  const isOptional = security?.some((scheme) => Object.keys(scheme).length === 0);
  return isOptional ? ['invalid_token'] : ['not_authenticated', 'invalid_token'];
}

function problemsOf({ allowsUnverifiedEmail, allowsWithoutMfa, all, any, scopes }: RouteAccess): AuthProblemCode[] {
  if (scopes.length > 0) return ['not_authenticated', 'invalid_token', 'insufficient_scope', 'authorization_stale'];
  return [
    'not_authenticated',
    'invalid_token',
    ...(allowsUnverifiedEmail ? [] : (['email_not_verified'] as const)),
    ...(allowsWithoutMfa ? [] : (['mfa_enrolment_required'] as const)),
    ...(all.length + any.length > 0 ? (['permission_denied'] as const) : []),
    'user_required',
    'authorization_stale',
  ];
}
