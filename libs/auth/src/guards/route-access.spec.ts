import { routeAccessOf } from './route-access';
import {
  AllowUnverifiedEmail,
  Public,
  RequireAnyPermission,
  RequirePermissions,
  RequireVerifiedEmail,
} from './decorators';
import { customPermission } from '../permissions/permissions';

@RequirePermissions('can_moderate')
@RequireAnyPermission('can_ban_users', 'can_manage_users')
@AllowUnverifiedEmail()
class Guarded {
  plain() {}

  @RequirePermissions('can_delete_messages', customPermission('can_pin'))
  @RequireAnyPermission('can_manage_roles')
  more() {}

  @RequireVerifiedEmail()
  verified() {}

  @Public()
  open() {}
}

class Bare {
  route() {}

  @Public({ identify: true })
  either() {}
}

const of = (controller: typeof Guarded | typeof Bare, method: string) =>
  routeAccessOf(controller, (controller.prototype as never)[method]);

describe('routeAccessOf', () => {
  it('requires a user with a verified address by default', () => {
    expect(of(Bare, 'route')).toEqual({
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

  it('adds up over class and method', () => {
    expect(of(Guarded, 'plain')).toMatchObject({ all: ['can_moderate'], any: [['can_ban_users', 'can_manage_users']] });
    expect(of(Guarded, 'more')).toMatchObject({
      all: ['can_moderate', 'can_delete_messages', 'can_pin'],
      any: [['can_ban_users', 'can_manage_users'], ['can_manage_roles']],
    });
  });

  it('the method takes precedence over the class', () => {
    expect(of(Guarded, 'plain').allowsUnverifiedEmail).toBe(true);
    expect(of(Guarded, 'verified').allowsUnverifiedEmail).toBe(false);
    expect(of(Guarded, 'open').isPublic).toBe(true);
    expect(of(Bare, 'either')).toMatchObject({ isPublic: true, identifies: true });
  });

  it('customPermission() refuses the name of a flag', () => {
    expect(() => customPermission('can_ban_users')).toThrow('is a flag');
  });
});
