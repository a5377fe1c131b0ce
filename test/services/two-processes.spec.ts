import { EventStreamReader } from '../support/event-stream-reader';
import type { TestUser } from '../support/test-users';
import { createService, form, tokenOf } from '../support/services';
import type { TestApp } from '../support/test-app';
import { type TwoApps, twoApps } from '../support/two-apps';
import { waitFor } from '../support/wait-for';

describe('services of two processes on one database', () => {
  let apps: TwoApps;
  let one: TestApp;
  let other: TestApp;
  let owner: TestUser;

  beforeAll(async () => {
    apps = await twoApps();
    ({ one, other } = apps);
    owner = await one.as.owner();
  });
  afterAll(() => apps.close());

  it('receive on the one what happened on the other, large or small', async () => {
    const token = await tokenOf(one.http, await createService(one.http, owner));
    const [near, far] = [await EventStreamReader.open(one.url, token), await EventStreamReader.open(other.url, token)];
    const person = await one.as.unverifiedUser();
    await one.http.post('/api/logout', {}, { token: person.access });
    const isTheirs = ({ user_id }: { user_id?: string }) => user_id === person.id;
    const [here, there] = [await near.next('session-revoked', isTheirs), await far.next('session-revoked', isTheirs)];
    expect(there).toEqual(here);

    // Over 7,900 bytes: the notification has its number alone.
    const custom_permissions = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`key_${n}`, 'x'.repeat(250)]));
    const { body: role } = await one.http.post(
      '/api/roles',
      { name: 'large', custom_permissions },
      { token: owner.access },
    );
    for (const reader of [near, far]) {
      const event = await reader.next('role-changed', ({ role_id }) => role_id === role.id);
      expect(event.data.role.custom_permissions).toEqual(custom_permissions);
      expect(reader.events.filter(({ data }) => data.role_id === role.id)).toHaveLength(1);
      reader.close();
    }
  });

  it('are gone on the other when they are removed on the one', async () => {
    const service = await createService(one.http, owner);
    const asking = await createService(one.http, owner);
    const token = await tokenOf(other.http, service);
    const reader = await EventStreamReader.open(other.url, token);
    const isActive = async () => (await form(other.http, '/oauth/introspect', { token }, asking)).body.active;
    expect(await isActive()).toBe(true);
    await one.http.delete(`/api/services/${service.id}`, { token: owner.access });
    await reader.next('reconnect');
    await reader.ended();
    await waitFor(async () => !(await isActive()), 'the other says that it is dead');
  });
});
