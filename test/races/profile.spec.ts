import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { type TestApp, testApp } from '../support/test-app';

describe('profiles at once', () => {
  let t: TestApp;
  beforeAll(async () => (t = await testApp()));
  afterAll(() => t.close());

  it('gives an e-mail address to one of two who confirm it', async () => {
    for (let round = 0; round < 3; round++) {
      const people = await Promise.all([t.as.verifiedUser(), t.as.verifiedUser()]);
      const wanted = `wanted${round}@example.com`;
      const tokens: string[] = [];
      for (const [n, { access, password }] of people.entries()) {
        await t.http.post('/api/email/change', { new_email: wanted, password }, { token: access });
        tokens.push((await t.mailbox.find(wanted, /confirm/i, n + 1)).token);
      }
      const answers = await runConcurrently(2, (n) => t.http.post('/api/email/confirm', { token: tokens[n] }));
      expect(countOutcomes(answers)).toEqual({ '200': 1, '409 email_taken': 1 });
      const owners = await t.db.query('SELECT id FROM users WHERE email_key = $1', [wanted]);
      expect(owners).toEqual([{ id: people[answers.findIndex(({ status }) => status === 200)]!.id }]);
    }
  });

  it('keeps one file of many avatars', async () => {
    const person = await t.as.verifiedUser();
    const images = await runConcurrently(12, (n) =>
      sharp({ create: { width: 64, height: 64, channels: 3, background: { r: 20 * n, g: 0, b: 0 } } })
        .png()
        .toBuffer(),
    );
    const answers = await runConcurrently(12, (n) => {
      const form = new FormData();
      form.append('avatar', new Blob([new Uint8Array(images[n]!)], { type: 'image/png' }), 'me.png');
      return t.http.put('/api/profile/avatar', form, { token: person.access });
    });
    const { '200': stored = 0, '503 avatars_busy': refused = 0 } = countOutcomes(answers);
    expect(stored + refused).toBe(12);
    expect(stored).toBeGreaterThan(0);

    const { body } = await t.http.get('/api/profile', { token: person.access });
    const files = await readdir(join(t.dataDir, 'avatars'));
    expect(files).toEqual([body.avatar.split('/').at(-1)]);
    expect((await t.http.get(new URL(body.avatar, t.url).pathname)).status).toBe(200);
  });
});
