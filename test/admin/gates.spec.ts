import { routeAccessOf } from '#auth';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { ModulesContainer } from '@nestjs/core';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

/** Open to everybody who is signed in, without a permission: each one is a decision. */
const signedIn = [
  'GET /api/sessions',
  'DELETE /api/sessions',
  'DELETE /api/sessions/{id}',
  'GET /api/devices',
  'PUT /api/devices/{id}',
  'DELETE /api/devices/{id}',
  'GET /api/profile',
  'PATCH /api/profile',
  'PUT /api/profile',
  'PUT /api/profile/avatar',
  'DELETE /api/profile/avatar',
  'DELETE /api/account',
  'GET /api/account/export',
  'POST /api/password/change',
  'POST /api/email/change',
  'POST /api/reauthenticate',
  'POST /api/reauthenticate/options',
  'GET /api/mfa',
  'POST /api/mfa/totp',
  'POST /api/mfa/totp/confirm',
  'DELETE /api/mfa/totp',
  'POST /api/mfa/recovery-codes',
  'DELETE /api/mfa/trusted-devices',
  'POST /api/passkeys',
  'PATCH /api/passkeys/{id}',
  'DELETE /api/passkeys/{id}',
  'GET /api/roles',
  'GET /api/roles/{id}',
  'GET /api/users/{id}',
  'GET /api/presence',
  'PUT /api/presence',
  'POST /api/presence/heartbeat',
  'GET /api/notification-preferences',
  'PUT /api/notification-preferences',
];

/** Public to the guard, since a session cookie does as well as a token; the controller requires one of them. */
const signedInByTokenOrCookie = ['POST /api/logout'];

interface Operation {
  name: string;
  method: string;
  path: string;
  permissions: (string | string[])[];
  scopes: string[];
  guarded: boolean;
}

interface Described {
  security: object[];
  'x-permissions'?: string[];
  'x-scopes'?: string[];
}

describe('every route', () => {
  let t: TestApp;
  let operations: Operation[];
  let user: TestUser;

  beforeAll(async () => {
    t = await testApp();
    user = await t.as.verifiedUser();
    const { body } = await t.http.get('/openapi.json');
    operations = Object.entries<Record<string, Described>>(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path: path.replaceAll(/\{[^}]+\}/g, '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41'),
        permissions: operation['x-permissions'] ?? [],
        scopes: operation['x-scopes'] ?? [],
        // An empty alternative: it takes a token, but does not need one.
        guarded: operation.security.length > 0 && operation.security.every((scheme) => Object.keys(scheme).length > 0),
      })),
    );
  });
  afterAll(() => t.close());

  it('is public by a decorator, needs a permission or a scope, or is listed as "signed in"', () => {
    const handlers = [...t.app.get(ModulesContainer).values()].flatMap((module) =>
      [...module.controllers.values()].flatMap(({ metatype }) =>
        Object.getOwnPropertyNames(metatype?.prototype ?? {})
          .map((name) => ({
            name: `${metatype!.name}.${name}`,
            controller: metatype!,
            handler: metatype!.prototype[name],
          }))
          .filter(({ handler }) => RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]),
      ),
    );
    const open = handlers.filter(({ controller, handler }) => {
      const access = routeAccessOf(controller as never, handler);
      return !access.isPublic && access.all.length + access.any.length + access.scopes.length === 0;
    });
    expect(handlers.length).toBeGreaterThan(45);
    expect(open).toHaveLength(signedIn.length);
    const unlisted = operations.filter(
      ({ guarded, permissions, scopes, name }) =>
        guarded &&
        permissions.length + scopes.length === 0 &&
        ![...signedIn, ...signedInByTokenOrCookie].includes(name),
    );
    expect(unlisted.map(({ name }) => name)).toEqual([]);
  });

  it('that is not public answers 401 without a token', async () => {
    const guarded = operations.filter((operation) => operation.guarded);
    expect(guarded.length).toBeGreaterThan(30);
    for (const { name, method, path } of guarded) {
      const { status, body, headers } = await t.http.send(method, path);
      expect([name, status, body.code]).toEqual([name, 401, 'not_authenticated']);
      expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
    }
  });

  it('that needs a permission answers 403 to a plain user, and names what is missing', async () => {
    const closed = operations.filter(({ permissions }) => permissions.length > 0);
    expect(closed.length).toBeGreaterThan(14);
    for (const { name, method, path, permissions } of closed) {
      const { status, body } = await t.http.send(method, path, undefined, { token: user.access });
      expect([name, status, body.code]).toEqual([name, 403, 'permission_denied']);
      expect(body.missing).toEqual(permissions.flat());
    }
  });

  it('that needs a scope is for services, and the scope is one that they can have', async () => {
    const ofServices = operations.filter(({ scopes }) => scopes.length > 0);
    expect(ofServices.length).toBeGreaterThan(0);
    const { body: metadata } = await t.http.get('/.well-known/oauth-authorization-server');
    const owner = await t.as.owner();
    for (const { name, method, path, scopes } of ofServices) {
      expect(metadata.scopes_supported).toEqual(expect.arrayContaining(scopes));
      const { status, body, headers } = await t.http.send(method, path, undefined, { token: owner.access });
      expect([name, status, body.code]).toEqual([name, 403, 'insufficient_scope']);
      expect(headers.get('www-authenticate')).toContain(`scope="${scopes.join(' ')}"`);
    }
  });
});
