import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { ServiceProcess } from '../support/service-process';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

jest.setTimeout(120_000);

/** The bundle keeps what V8 has compiled; a later start runs that. */
describe('a service with compiled code of an earlier start', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  it('loads a library at its first use, such as that of images', async () => {
    const env = { DATABASE_URL: t.databaseUrl, DATA_DIR: t.dataDir, BCRYPT_COST: '4' };
    const first = await ServiceProcess.start(env);
    const isKept = async () =>
      (await readdir(resolve('dist/bundle'))).some((name) => /^src\.cjs\..*\.cache$/.test(name));
    // Node 22 and later write theirs at the end of the process.
    if (process.version.startsWith('v20.')) await waitFor(isKept, 'the code is kept', 30_000);
    await first.kill('SIGTERM');

    const person = await t.as.verifiedUser();
    const body = new FormData();
    const image = sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } });
    body.append('avatar', new Blob([new Uint8Array(await image.png().toBuffer())]), 'a.png');
    const second = await ServiceProcess.start(env);
    try {
      const { email, password } = person;
      const { access } = (await second.http.post('/api/login', { email, password })).body.tokens;
      const { status } = await second.http.put('/api/profile/avatar', body, { token: access });
      expect([status, second.output]).toEqual([200, expect.not.stringContaining('Warning')]);
    } finally {
      await second.kill();
    }
  });
});
