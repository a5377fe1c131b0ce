import { runConcurrently, countOutcomes } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';

const ROUNDS = 5;

describe('one push token, sent by many at once', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  const holders = (token: string) => t.db.query('SELECT user_id FROM sessions WHERE push_token = $1', [token]);

  it('by 20 registrations, is on one account, with the newest of its sessions', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const device_token = `phone of round ${round}`;
      const answers = await runConcurrently(20, () => t.http.post('/api/register', t.as.form({ device_token })));
      expect(countOutcomes(answers)).toEqual({ '201': 20 });
      expect(await holders(device_token)).toHaveLength(1);
    }
  });

  it('by registrations, sign-ins and edits of devices, is on one device', async () => {
    const people = await Promise.all(Array.from({ length: 4 }, () => t.as.verifiedUser()));
    const editors = await Promise.all(people.map((person) => t.as.signIn(person)));
    const devices = await Promise.all(
      editors.map(async ({ access }) => {
        const { body } = await t.http.get('/api/devices', { token: access });
        return body.items.find(({ current }: { current: boolean }) => current).id as string;
      }),
    );
    for (let round = 0; round < ROUNDS; round++) {
      const device_token = `tablet of round ${round}`;
      const answers = await runConcurrently(24, (n) => {
        const { email, password } = people[n % 4]!;
        if (n % 3 === 0) return t.http.post('/api/register', t.as.form({ device_token }));
        if (n % 3 === 1) return t.http.post('/api/login', { email, password, device_token });
        return t.http.put(`/api/devices/${devices[n % 4]!}`, { device_token }, { token: editors[n % 4]!.access });
      });
      // A sign-in takes the place of the session that has the token, which may be the one that is edited.
      for (const { status } of answers) expect([200, 201, 401]).toContain(status);
      expect(await holders(device_token)).toHaveLength(1);
      for (const [n, person] of people.entries()) {
        const { status } = await t.http.get('/api/devices', { token: editors[n]!.access });
        if (status === 200) continue;
        editors[n] = await t.as.signIn(person);
        const { body } = await t.http.get('/api/devices', { token: editors[n]!.access });
        devices[n] = body.items.find(({ current }: { current: boolean }) => current).id;
      }
    }
  });
});
