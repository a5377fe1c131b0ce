import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { SmallDisk } from '../support/small-disk';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';

const trial = SmallDisk.mount(1);
trial?.unmount();
if (!trial) process.stderr.write('No file system can be mounted here: the tests of a full disk are skipped.\n');

(trial ? describe : describe.skip)('a full disk', () => {
  let t: TestApp;
  let person: TestUser;
  const ends: (() => unknown)[] = [];
  beforeAll(async () => {
    t = await testApp();
    person = await t.as.verifiedUser();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(() => t?.close());

  const signIn = async () => {
    const { email, password } = person;
    return (await t.http.post('/api/login', { email, password })).status;
  };

  it('under DATA_DIR: avatars are 503, all else goes on, and nothing half-written stays', async () => {
    const folder = join(t.dataDir, 'avatars');
    const disk = SmallDisk.mount(1, folder)!;
    ends.push(() => disk.unmount());
    const image = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const upload = () => {
      const form = new FormData();
      form.append('avatar', new Blob([image as never], { type: 'image/png' }), 'photo.png');
      return t.http.put('/api/profile/avatar', form, { token: person.access });
    };
    disk.fill();
    const refused = await upload();
    expect([refused.status, refused.body.code]).toEqual([503, 'service_unavailable']);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    const profile = await t.http.get('/api/profile', { token: person.access });
    expect([profile.status, profile.body.avatar]).toEqual([200, null]);
    expect(await signIn()).toBe(200);
    disk.free();
    expect(await readdir(folder)).toEqual([]);
    expect((await upload()).status).toBe(200);
  });

  it('of PostgreSQL: writes are 503 and undone, reads go on, and all is well when there is room', async () => {
    const disk = SmallDisk.mount(4)!;
    ends.push(() => disk.unmount());
    const [{ data_directory }] = await t.db.query('SHOW data_directory');
    const { uid, gid } = statSync(data_directory);
    spawnSync('chown', [`${uid}:${gid}`, disk.path]);
    const name = `small_${process.pid}`;
    await t.db.query(`CREATE TABLESPACE ${name} LOCATION '${disk.path}'`);
    ends.push(async () => {
      await t.db.query('ALTER TABLE sessions SET TABLESPACE pg_default');
      await t.db.query(`DROP TABLESPACE ${name}`);
    });
    await t.db.query(`ALTER TABLE sessions SET TABLESPACE ${name}`);
    const sessions = async () => Number((await t.db.query('SELECT count(*) FROM sessions'))[0].count);
    const before = await sessions();

    disk.fill();
    const statuses: number[] = [];
    // Until the last page of the table is full.
    while (statuses.at(-1) !== 503 && statuses.length < 200) statuses.push(await signIn());
    expect(statuses.filter((status) => status !== 200)).toEqual([503]);
    expect((await t.http.get('/api/profile', { token: person.access })).status).toBe(200);
    expect(await sessions()).toBe(before + statuses.length - 1);
    const { body } = await t.http.get('/metrics');
    expect(body).toMatch(/database_faults_total\{cause="away"\} [1-9]/);
    disk.free();
    expect(await signIn()).toBe(200);
  });
});
