import { type Access, accessOf, type AuthProblemCode, authProblems } from '#auth';
import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { addProblem, type Operation, operationsOf } from './docs-problems';

/**
 * Writes into each operation what the guards do: the security, the problems that they answer, and the permissions
 * (`x-permissions`: all of them, and of each inner list at least one).
 */
export function describeAccess(app: INestApplication, document: OpenAPIObject): void {
  const routes = accessByOperation(app);
  for (const operation of operationsOf(document)) {
    const access = operation.operationId ? routes.get(operation.operationId) : undefined;
    if (!access) continue;
    operation.security = securityOf(access);
    if (access.identifies) addProblem(operation, 'invalid_token', authProblems.invalid_token);
    if (access.isPublic) continue;
    const permissions = [...access.all, ...access.any.map((group) => [...group])];
    if (permissions.length > 0) (operation as { 'x-permissions'?: unknown })['x-permissions'] = permissions;
    for (const code of problemsOf(access)) addProblem(operation, code, authProblems[code]);
  }
}

/** How `/openapi.json` calls an operation: `Sessions.list`. */
export const operationId = (controller: string, method: string) => `${controller.replace(/Controller$/, '')}.${method}`;

function accessByOperation(app: INestApplication): Map<string, Access> {
  const routes = new Map<string, Access>();
  for (const module of app.get(ModulesContainer).values())
    for (const { metatype } of module.controllers.values())
      for (const method of Object.getOwnPropertyNames(metatype?.prototype ?? {}))
        if (method !== 'constructor')
          routes.set(operationId(metatype!.name, method), accessOf(metatype as never, metatype!.prototype[method]));
  return routes;
}

/** `{}` is "none": a token that may be sent. */
function securityOf({ isPublic, identifies }: Access): Operation['security'] {
  if (!isPublic) return [{ bearer: [] }];
  return identifies ? [{ bearer: [] }, {}] : undefined;
}

function problemsOf({ allowsUnverifiedEmail, all, any }: Access): AuthProblemCode[] {
  return [
    'not_authenticated',
    'invalid_token',
    ...(allowsUnverifiedEmail ? [] : (['email_not_verified'] as const)),
    ...(all.length + any.length > 0 ? (['permission_denied'] as const) : []),
    'authorization_stale',
  ];
}
