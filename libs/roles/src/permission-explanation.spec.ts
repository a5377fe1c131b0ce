import { permissionsOf, type RoleGrants } from '#auth';
import { explainPermissions } from './permission-explanation';
import { NO_FLAGS } from './permission-flags';

const role = (name: string, priority: number, extras: Partial<RoleGrants> = {}): RoleGrants => ({
  id: name,
  name,
  description: '',
  created_at: '2026-01-01T00:00:00.000Z',
  priority,
  is_system: false,
  require_mfa: false,
  custom_permissions: {},
  ...NO_FLAGS,
  ...extras,
});

const owner = role('owner', 1000, { is_system: true });
const high = role('high', 20, { can_moderate: true, custom_permissions: { seats: 0, plan: 'gold' } });
const low = role('low', 10, { can_moderate: true, can_ban_users: true, custom_permissions: { seats: 5 } });

const inShort = (roles: RoleGrants[]) =>
  explainPermissions(roles, [owner, high, low])
    .filter(({ sources }) => sources.length > 0)
    .map(({ permission, value, granted, sources }) => [
      permission,
      value,
      granted,
      sources.map(({ role: { name }, value, decides }) => `${name}=${value}${decides ? '' : ' (hidden)'}`).join(' '),
    ]);

describe('explainPermissions', () => {
  it('names every role that gives a flag, and of a custom permission the role whose value counts', () => {
    expect(inShort([low, high])).toEqual([
      ['can_moderate', true, true, 'high=true low=true'],
      ['can_ban_users', true, true, 'low=true'],
      ['plan', 'gold', true, 'high=gold'],
      ['seats', 0, false, 'high=0 low=5 (hidden)'],
    ]);
  });

  it('says of an owner that the role gives everything', () => {
    const all = explainPermissions([owner, low], [owner, high, low]);
    expect(all.every(({ granted }) => granted)).toBe(true);
    expect(all.every(({ sources }) => sources[0]!.role === owner && sources[0]!.decides)).toBe(true);
    expect(all.find(({ permission }) => permission === 'seats')!.sources).toEqual([
      { role: owner, value: 5, decides: true },
      { role: low, value: 5, decides: false },
    ]);
  });

  it.each([[[]], [[low]], [[high]], [[low, high]], [[owner]], [[owner, high]]])(
    'has the values that the guards see: %#',
    (roles) => {
      const explained = explainPermissions(roles, [owner, high, low]);
      expect(Object.fromEntries(explained.map(({ permission, value }) => [permission, value]))).toEqual(
        permissionsOf(roles, [owner, high, low]),
      );
    },
  );

  it('lists every flag, also where no role gives it', () => {
    expect(explainPermissions([], [owner]).map(({ permission, granted }) => [permission, granted])).toEqual(
      Object.keys(NO_FLAGS).map((flag) => [flag, false]),
    );
  });
});
