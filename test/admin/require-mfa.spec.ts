import { problemSummary } from '../support/matchers';
import { PresenceClients } from '../support/presence-client';
import { enrol } from '../support/second-factor';
import { createService, form } from '../support/services';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const REFUSED = [403, 'mfa_enrolment_required'];

describe('a role with require_mfa', () => {
  let t: TestApp;
  let owner: TestUser;
  let clients: PresenceClients;
  let count = 0;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
    clients = new PresenceClients(t.url);
  });
  afterAll(async () => {
    clients.close();
    await t.close();
  });

  const makeRole = async (fields: object = {}): Promise<{ id: string; name: string }> =>
    (await t.http.post('/api/roles', { name: `role ${++count}`, ...fields }, { token: owner.access })).body;
  const assign = ({ id }: TestUser, role: { name: string }) =>
    t.http.post('/api/assign-role', { user_id: id, role: role.name }, { token: owner.access });
  const requireMfa = (role: { id: string }, require_mfa = true) =>
    t.http.patch(`/api/roles/${role.id}`, { require_mfa }, { token: owner.access });
  const read = ({ access }: TestUser, path = '/api/sessions') => t.http.get(path, { token: access });

  it.each(['an edit', 'an assignment'])('by %s closes open tokens and sockets at once', async (how) => {
    const [person, enrolled] = [await t.as.verifiedUser(), await t.as.verifiedUser()];
    await enrol(t, enrolled);
    const role = await makeRole({ require_mfa: how === 'an assignment' });
    if (how === 'an edit') for (const holder of [person, enrolled]) await assign(holder, role);
    const [socket, other] = [await clients.connect(person), await clients.connect(enrolled)];
    expect((await read(person)).status).toBe(200);

    if (how === 'an edit') expect((await requireMfa(role)).body.require_mfa).toBe(true);
    else for (const holder of [person, enrolled]) await assign(holder, role);
    expect(problemSummary(await read(person))).toEqual(REFUSED);
    expect(await socket.waitForEvent('session_revoked')).toEqual({ reason: 'mfa_enrolment_required' });
    await socket.waitForEvent('disconnect');
    expect(await clients.connectionError({ token: person.access })).toMatchObject({ code: 'mfa_enrolment_required' });
    expect((await read(enrolled)).status).toBe(200);
    expect(other.socket.connected).toBe(true);

    await enrol(t, person);
    expect((await read(person)).status).toBe(200);
    await clients.connect(person);
  });

  it('leaves open what it takes to set one, and to leave', async () => {
    const person = await t.as.verifiedUser();
    await assign(person, await makeRole({ require_mfa: true }));
    expect((await read(person, '/api/profile')).status).toBe(200);
    const token = person.access;
    expect((await t.http.post('/api/resend-verification', {}, { token })).status).toBe(202);
    expect((await t.http.post('/api/reauthenticate', { password: person.password }, { token })).status).toBe(200);
    for (const [method, path] of [
      ['PATCH', '/api/profile'],
      ['DELETE', '/api/account'],
      ['POST', '/api/email/change'],
    ] as const)
      expect(problemSummary(await t.http.send(method, path, {}, { token }))).toEqual(REFUSED);
    expect(problemSummary(await read(person, '/api/roles'))).toEqual(REFUSED);
    expect((await t.http.post('/api/logout', undefined, { token })).status).toBe(200);
  });

  it('makes the tokens of its holders inactive for other services until they have one', async () => {
    const person = await t.as.verifiedUser();
    const asking = await createService(t.http, owner);
    const introspect = async () => (await form(t.http, '/oauth/introspect', { token: person.access }, asking)).body;
    expect(await introspect()).toMatchObject({ active: true, acr: 'aal1', amr: ['pwd'] });
    await assign(person, await makeRole({ require_mfa: true }));
    expect(await introspect()).toEqual({ active: false });
    await enrol(t, person);
    expect(await introspect()).toMatchObject({ active: true });
  });

  it('that no longer requires it is open again', async () => {
    const person = await t.as.verifiedUser();
    const role = await makeRole({ require_mfa: true });
    await assign(person, role);
    expect(problemSummary(await read(person))).toEqual(REFUSED);
    await requireMfa(role, false);
    expect((await read(person)).status).toBe(200);
  });

  it('is never the owner', async () => {
    const { body } = await t.http.get('/api/roles', { token: owner.access });
    const [role] = body.items.filter(({ name }: { name: string }) => name === 'owner');
    expect(role.require_mfa).toBe(false);
    expect((await requireMfa(role)).body.code).toBe('system_role');
  });
});
