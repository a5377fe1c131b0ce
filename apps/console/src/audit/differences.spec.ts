import { detailsOf, differencesOf } from './differences';

describe('the differences of an entry', () => {
  it('are the fields with another value, and of objects the single members', () => {
    const before = { name: 'helper', priority: 10, custom_permissions: { max: 1, pin: true } };
    const after = { name: 'helper', priority: 20, custom_permissions: { max: 2, pin: true, plan: 'gold' } };
    expect(differencesOf(before, after)).toEqual([
      { field: 'priority', before: 10, after: 20 },
      { field: 'custom_permissions.max', before: 1, after: 2 },
      { field: 'custom_permissions.plan', before: undefined, after: 'gold' },
    ]);
  });

  it('are all fields where something was made or removed', () => {
    expect(differencesOf(undefined, { name: 'x' })).toEqual([{ field: 'name', before: undefined, after: 'x' }]);
    expect(differencesOf({ name: 'x' }, undefined)).toEqual([{ field: 'name', before: 'x', after: undefined }]);
  });

  it('stand beside the other facts', () => {
    expect(detailsOf({ role_id: '1', before: { a: 1 }, after: { a: 2 } })).toEqual({
      differences: [{ field: 'a', before: 1, after: 2 }],
      facts: [['role_id', '1']],
    });
    expect(detailsOf({ reason: 'Spam', until: null })).toEqual({
      differences: [],
      facts: [
        ['reason', 'Spam'],
        ['until', null],
      ],
    });
  });
});
