import { toRouteAccess } from './access-rule';

describe('toRouteAccess', () => {
  it('requires a user with a verified address by default', () => {
    expect(toRouteAccess()).toEqual({
      isPublic: false,
      identifies: false,
      allowsUnverifiedEmail: false,
      allowsStale: false,
      allowsWithoutMfa: false,
      isReadOnly: false,
      recentAuth: undefined,
      scopes: [],
      all: [],
      any: [],
    });
  });

  it('takes every field', () => {
    const flags = { readOnly: true, allowWithoutMfa: true, allowUnverifiedEmail: true, allowStale: true };
    expect(
      toRouteAccess({ permissions: ['can_moderate'], anyPermission: ['can_ban_users'], recentAuth: true, ...flags }),
    ).toEqual({
      isPublic: false,
      identifies: false,
      allowsUnverifiedEmail: true,
      allowsStale: true,
      allowsWithoutMfa: true,
      isReadOnly: true,
      recentAuth: {},
      scopes: [],
      all: ['can_moderate'],
      any: [['can_ban_users']],
    });
    expect(toRouteAccess({ scopes: ['jobs.run'] }).scopes).toEqual(['jobs.run']);
    expect(toRouteAccess({ recentAuth: { maxAge: 300 } }).recentAuth).toEqual({ maxAge: 300 });
    expect(toRouteAccess({ recentAuth: false, token: 'optional' })).toMatchObject({ isPublic: true, identifies: true });
    expect(toRouteAccess({ token: 'none' })).toMatchObject({ isPublic: true, identifies: false });
  });

  it.each<[string, unknown, string]>([
    ['no object', false, 'is an object'],
    ['null', null, 'is an object'],
    ['a list', ['can_moderate'], 'is an object'],
    ['a misspelled field', { permission: ['can_moderate'] }, 'no field permission'],
    ['a field of every object', { constructor: ['can_moderate'] }, 'no field constructor'],
    ['no list', { permissions: 'can_moderate' }, 'the field permissions'],
    ['an empty list of permissions', { permissions: [] }, 'the field permissions'],
    ['an empty list of alternatives', { anyPermission: [] }, 'the field anyPermission'],
    ['an empty list of scopes', { scopes: [] }, 'the field scopes'],
    ['an empty name', { scopes: [''] }, 'the field scopes'],
    ['a text for a boolean', { allowStale: 'false' }, 'the field allowStale'],
    ['an unknown way of tokens', { token: 'maybe' }, 'the field token'],
    ['a lifetime of zero', { recentAuth: { maxAge: 0 } }, 'maxAge'],
    ['permissions of a service', { scopes: ['a'], permissions: ['can_moderate'] }, 'scopes are for services'],
    ['a recent authentication of a service', { scopes: ['a'], recentAuth: true }, 'scopes are for services'],
    ['permissions without a user', { token: 'optional', permissions: ['can_moderate'] }, "token: 'optional'"],
    ['scopes without a service', { token: 'none', scopes: ['a'] }, "token: 'none'"],
  ])('refuses a rule with %s', (_, rule, message) => {
    expect(() => toRouteAccess(rule as never)).toThrow(message);
  });
});
