import type { HttpResponse } from '../support/http-client';
import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

let count = 0;

describe('no escalation, whatever values are used:', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const role = async (fields: object, by = owner) => {
    const made = await t.http.post('/api/roles', { name: `role ${++count}`, ...fields }, { token: by.access });
    expect([made.status, made.body.errors]).toEqual([201, undefined]);
    return made.body as { id: string; name: string };
  };
  /** Edits, assigns and removes roles up to 60; holds no custom permission unless given one. */
  const manager = async (custom_permissions: object = {}, others: string[] = []) => {
    const { name } = await role({ priority: 60, can_manage_roles: true, can_manage_users: true, custom_permissions });
    return t.as.userWithRoles([name, ...others]);
  };
  const patch = (by: TestUser, { id }: { id: string }, edit: object) =>
    t.http.patch(`/api/roles/${id}`, edit, { token: by.access });
  const services = async (by: TestUser) => (await t.http.get('/api/services', { token: by.access })).status;
  const valuesOf = async ({ email, password }: TestUser) =>
    (await t.http.post('/api/login', { email, password })).body.permissions;
  const outranked = (answer: HttpResponse) => expect(problemSummary(answer)).toEqual([403, 'outranked']);

  describe('a value has the same meaning for guards and hierarchy', () => {
    it.each([true, 1, 0.5, 5e-324, 1e308, 'x', ' '])('%j holds, so only its holders grant it', async (value) => {
      const low = await role({ priority: 10, custom_permissions: { can_manage_services: 0 } });
      const by = await manager({}, [low.name]);
      outranked(await patch(by, low, { custom_permissions: { can_manage_services: value } }));
      expect(await services(by)).toBe(403);
      expect((await patch(owner, low, { custom_permissions: { can_manage_services: value } })).status).toBe(200);
      expect(await services(by)).toBe(200);
      expect((await valuesOf(by)).can_manage_services).toBe(value);
    });

    it.each([false, 0, -0, ''])('%j does not hold, so everybody may write it', async (value) => {
      const low = await role({ priority: 10, custom_permissions: {} });
      const by = await manager({}, [low.name]);
      expect((await patch(by, low, { custom_permissions: { can_manage_services: value } })).status).toBe(200);
      expect(await services(by)).toBe(403);
    });

    it.each([
      ['a negative number', '-1', 'invalid_value'],
      ['the smallest number', '-5e-324', 'invalid_value'],
      ['what is no finite number', '1e400', 'invalid_value'],
      ['what is none, below', '-1e400', 'invalid_value'],
      ['null', 'null', 'invalid_value'],
      ['a list', '[1]', 'invalid_value'],
      ['an object', '{"a":1}', 'invalid_value'],
      ['256 characters', JSON.stringify('x'.repeat(256)), 'invalid_value'],
      ['256 characters outside the BMP', JSON.stringify('😀'.repeat(256)), 'invalid_value'],
      ['half a character', '"\\ud800"', 'invalid_value'],
      ['the other half', '"a\\udc00b"', 'invalid_value'],
      ['U+0000', '"\\u0000"', 'invalid_value'],
    ])('%s is refused', async (_, value, code) => {
      const low = await role({ priority: 10, custom_permissions: { can_manage_services: 0 } });
      const by = await manager({}, [low.name]);
      const raw = { headers: { 'content-type': 'application/json' }, token: by.access };
      for (const who of [by, owner]) {
        const body = `{"name":"role ${++count}","custom_permissions":{"can_manage_services":${value}}}`;
        const answers = [
          await t.http.patch(`/api/roles/${low.id}`, body, { ...raw, token: who.access }),
          await t.http.post('/api/roles', body, { ...raw, token: who.access }),
        ];
        for (const answer of answers)
          expect(problemSummary(answer)).toEqual(
            expect.arrayContaining([400, 'validation_failed', `custom_permissions ${code}`]),
          );
      }
      expect(await services(by)).toBe(403);
    });

    it('255 characters of any script are accepted', async () => {
      const custom_permissions = { a: 'x'.repeat(255), b: '😀'.repeat(255), c: 1e308, d: 5e-324 };
      const made = await t.http.post(
        '/api/roles',
        { name: `role ${++count}`, custom_permissions },
        { token: owner.access },
      );
      expect([made.status, made.body.custom_permissions]).toEqual([201, custom_permissions]);
      const read = await t.http.get(`/api/roles/${made.body.id}`, { token: owner.access });
      expect(read.body.custom_permissions).toEqual(custom_permissions);
    });
  });

  it.each(['constructor', 'prototype', 'valueof', 'a.b:c_d'])('%s is a key like any other', async (key) => {
    const low = await role({ priority: 10 });
    const by = await manager({}, [low.name]);
    const edit = { custom_permissions: { [key]: true } };
    outranked(await patch(by, low, edit));
    expect(Object.keys(await valuesOf(by))).not.toContain(key);
    for (const value of [true, 5, 'x', false]) {
      const answer = await patch(owner, low, { custom_permissions: { [key]: value } });
      expect([answer.status, answer.body.custom_permissions]).toEqual([200, { [key]: value }]);
      expect((await valuesOf(by))[key]).toBe(value);
    }
  });

  it.each(['__proto__', 'toString', 'hasOwnProperty', 'can_ban_users', 'Upper', '', '1a', 'a b', 'x'.repeat(65)])(
    '%j is no key',
    async (key) => {
      const body = `{"name":"role ${++count}","custom_permissions":{${JSON.stringify(key)}:true}}`;
      const headers = { 'content-type': 'application/json' };
      const { status, body: problem } = await t.http.post('/api/roles', body, { token: owner.access, headers });
      expect([status, key === '__proto__' ? 'malformed_json' : 'validation_failed']).toEqual([400, problem.code]);
    },
  );

  it.each(['"\\ud800"', '"a\\u0000"'])('%s is rejected as a key', async (key) => {
    const body = `{"name":"role ${++count}","custom_permissions":{${key}:true}}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await t.http.post('/api/roles', body, { token: owner.access, headers });
    expect(problemSummary(answer)).toEqual(
      expect.arrayContaining([400, 'validation_failed', 'custom_permissions invalid_key']),
    );
  });

  describe('no user exposes a value that they do not hold, for themselves or for others:', () => {
    /** The higher role hides the better value of the lower one from who has both. */
    const hidden = async (hiding: unknown = 1, better: unknown = 100) => {
      const low = await role({ priority: 5, custom_permissions: { max_pins: better } });
      const high = await role({ priority: 30, custom_permissions: { max_pins: hiding } });
      return { low, high, member: await t.as.userWithRoles([low.name, high.name]) };
    };

    it('by deleting the role that hides it', async () => {
      const { high, member } = await hidden();
      const by = await manager();
      outranked(await t.http.delete(`/api/roles/${high.id}`, { token: by.access }));
      expect((await valuesOf(member)).max_pins).toBe(1);
    });

    it('by removing the key', async () => {
      const { high } = await hidden();
      outranked(await patch(await manager(), high, { custom_permissions: {} }));
    });

    it('by lowering the role below', async () => {
      const { high } = await hidden();
      outranked(await patch(await manager(), high, { priority: 4 }));
      expect((await patch(await manager(), high, { priority: 6 })).status).toBe(200);
    });

    it('by raising the role above', async () => {
      const { low } = await hidden();
      outranked(await patch(await manager(), low, { priority: 31 }));
      expect((await patch(await manager(), low, { priority: 29 })).status).toBe(200);
    });

    it('by unassigning the role', async () => {
      const { high, member } = await hidden();
      const by = await manager();
      outranked(await t.http.delete(`/api/users/${member.id}/roles/${high.id}`, { token: by.access }));
    });

    it.each([
      [false, true],
      [0, 'gold'],
      ['silver', 'gold'],
      [true, 5],
      [5, true],
      ['5', 5],
    ])('from %j to %j', async (hiding, better) => {
      const { high } = await hidden(hiding, better);
      outranked(await patch(await manager(), high, { custom_permissions: {} }));
    });

    it.each([
      [100, 1],
      [true, false],
      ['gold', 'gold'],
      ['gold', ''],
    ])('but from %j to %j every user may', async (hiding, worse) => {
      const { high, member } = await hidden(hiding, worse);
      expect((await patch(await manager(), high, { custom_permissions: {} })).status).toBe(200);
      expect((await valuesOf(member)).max_pins).toBe(worse);
    });

    it('but holders and owners may', async () => {
      for (const by of [await manager({ max_pins: 100 }), owner]) {
        const { high, low, member } = await hidden();
        const path = `/api/users/${member.id}/roles/${high.id}`;
        expect((await t.http.delete(path, { token: by.access })).status).toBe(200);
        expect((await t.http.put(path, undefined, { token: by.access })).status).toBe(200);
        expect((await patch(by, low, { priority: 31 })).status).toBe(200);
        expect((await t.http.delete(`/api/roles/${low.id}`, { token: by.access })).status).toBe(204);
      }
    });

    it('and where no user has both roles, nothing is exposed', async () => {
      await role({ priority: 5, custom_permissions: { max_pins: 100 } });
      const high = await role({ priority: 30, custom_permissions: { max_pins: 1 } });
      await t.as.userWithRoles([high.name]);
      const by = await manager();
      expect((await patch(by, high, { custom_permissions: {} })).status).toBe(200);
      expect((await t.http.delete(`/api/roles/${high.id}`, { token: by.access })).status).toBe(204);
    });

    it('by two concurrent deletions, each of which alone exposes nothing', async () => {
      for (let i = 0; i < 5; i++) {
        const { high, member } = await hidden();
        const higher = await role({ priority: 40, custom_permissions: { max_pins: 1 } });
        await t.http.put(`/api/users/${member.id}/roles/${higher.id}`, undefined, { token: owner.access });
        const [one, two] = [await manager(), await manager()];
        const answers = await Promise.all([
          patch(one, high, { custom_permissions: {} }),
          t.http.delete(`/api/users/${member.id}/roles/${higher.id}`, { token: two.access }),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
        expect((await valuesOf(member)).max_pins).toBe(1);
      }
    });
  });

  it('an editor need not hold the existing permissions of a role, and may reduce them', async () => {
    const low = await role({ priority: 10, custom_permissions: { max_pins: 10, plan: 'gold' } });
    const by = await manager();
    expect((await patch(by, low, { description: 'x', priority: 20 })).status).toBe(200);
    expect((await patch(by, low, { custom_permissions: { max_pins: 9, plan: 'gold' } })).status).toBe(200);
    outranked(await patch(by, low, { custom_permissions: { max_pins: 10, plan: 'gold' } }));
    outranked(await patch(by, low, { custom_permissions: { max_pins: 9, plan: 'silver' } }));
    expect((await patch(by, low, { custom_permissions: { max_pins: 0 } })).status).toBe(200);
  });

  it('an owner holds every custom permission, whatever the roles contain', async () => {
    await role({ priority: 90, custom_permissions: { one: 0, two: 3, three: '', four: false } });
    await role({ priority: 80, custom_permissions: { one: 7, two: 9, three: 'x' } });
    const values = await valuesOf(owner);
    expect([values.one, values.two, values.three, values.four]).toEqual([7, 9, 'x', true]);
  });
});
