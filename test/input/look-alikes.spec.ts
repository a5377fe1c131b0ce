import { createService } from '../support/services';
import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

describe('names that look alike', () => {
  let t: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    t = await testApp({ RESERVED_USERNAMES: 'acme' });
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const register = (username: string) => t.http.post('/api/register', t.as.form({ username }));
  const editProfile = ({ access }: TestUser, edit: object) => t.http.patch('/api/profile', edit, { token: access });
  const adminEdit = ({ id }: TestUser, edit: object) => t.http.patch(`/api/users/${id}`, edit, { token: owner.access });
  const faulty = (code: string) => [400, 'validation_failed', `username ${code}`];

  describe('of users', () => {
    it.each([
      ['paypal', 'раураӏ'],
      ['scope', 'ЅСОРЕ'],
      ['Amazon', 'arnazon'],
      ['bIlly', 'billy'],
      ['mike', 'МІКЕ'],
      ['o0o0', '0o0o'],
      ['inci', 'İnci'],
      ['strasse', 'straße'],
      ['kelvin', '\u212aelvin'],
      ['sam', 'ſam'],
      ['fine', 'ﬁne'],
      ['wide', 'ｗｉｄｅ'],
      ['dil', 'dıl'],
      ['visa', '\u0475іѕа'],
    ])('are one name: where there is %s, %s is refused', async (one, other) => {
      expect((await register(one)).status).toBe(201);
      const member = await t.as.verifiedUser();
      expect(problemSummary(await register(other))).toEqual([409, 'username_taken']);
      expect(problemSummary(await editProfile(member, { username: other }))).toEqual([409, 'username_taken']);
      expect(problemSummary(await adminEdit(member, { username: other }))).toEqual([409, 'username_taken']);
      expect((await t.http.get('/api/profile', { token: member.access })).body.username).toBe(member.username);
    });

    it('another case can not make one look like another', async () => {
      await register('Bill');
      const member = await t.as.verifiedUser({ username: 'biil' });
      expect(problemSummary(await editProfile(member, { username: 'biIl' }))).toEqual([409, 'username_taken']);
      expect((await editProfile(member, { username: 'BIIL' })).status).toBe(200);
    });

    it('are free again when the first is gone', async () => {
      const first = await t.as.verifiedUser({ username: 'orca' });
      expect(problemSummary(await register('0rca'))).toEqual([409, 'username_taken']);
      expect((await editProfile(first, { username: 'whale' })).status).toBe(200);
      expect((await register('0rca')).status).toBe(201);
    });

    it.each(['adm1n', 'r00t', 'АСМЕ', 'асме', 'rnoderator', 'nu11', 'heIp', 'İnfo'])(
      'are reserved with the reserved ones: %s',
      async (username) => {
        const member = await t.as.verifiedUser();
        expect(problemSummary(await register(username))).toEqual(faulty('username_reserved'));
        expect(problemSummary(await editProfile(member, { username }))).toEqual(faulty('username_reserved'));
        expect(problemSummary(await adminEdit(member, { username }))).toEqual(faulty('username_reserved'));
      },
    );

    it('another case can not make one look like a reserved one', async () => {
      const member = await t.as.verifiedUser({ username: 'heip' });
      expect(problemSummary(await editProfile(member, { username: 'heIp' }))).toEqual(faulty('username_reserved'));
    });

    it.each(['user123', 'josé', 'jose', 'Юрий_7', 'Юлий_7', 'ali', 'aly', 'Tanaka田中', 'नीता', 'Ελένη'])(
      'are not these: %s',
      async (username) => {
        expect((await register(username)).status).toBe(201);
      },
    );

    it('one script is asked of a new username only', async () => {
      const username = 'us\u0435r9'; // the е is Cyrillic
      const member = await t.as.verifiedUser();
      expect(problemSummary(await register(username))).toEqual(faulty('username_mixed_scripts'));
      expect(problemSummary(await editProfile(member, { username }))).toEqual(faulty('username_mixed_scripts'));
      expect(problemSummary(await adminEdit(member, { username }))).toEqual(faulty('username_mixed_scripts'));
      await t.db.query('UPDATE users SET username = $2, username_key = $2 WHERE id = $1', [member.id, username]);
      const kept = await editProfile(member, { username, bio: 'Likes tea.' });
      expect([kept.status, kept.body]).toEqual([200, expect.objectContaining({ username, bio: 'Likes tea.' })]);
      expect((await adminEdit(member, { username, full_name: 'Pat Two' })).status).toBe(200);
    });
  });

  describe('of roles', () => {
    const create = (name: string) => t.http.post('/api/roles', { name, priority: 5 }, { token: owner.access });

    it.each(['аdmin', 'АDМІN', 'adm1n', 'ADMIN', 'mоderator', 'ｏｗｎｅｒ', 'u\u0455er'])(
      'are one name: %s is there already',
      async (name) => {
        expect(problemSummary(await create(name))).toEqual([409, 'role_name_taken']);
        const { body } = await create(`role ${Math.random()}`);
        const renamed = await t.http.patch(`/api/roles/${body.id}`, { name }, { token: owner.access });
        expect(problemSummary(renamed)).toEqual([409, 'role_name_taken']);
      },
    );

    it('are compared with full case folding', async () => {
      expect((await create('Straßenwart')).status).toBe(201);
      expect(problemSummary(await create('STRASSENWART'))).toEqual([409, 'role_name_taken']);
      const member = await t.as.verifiedUser();
      const body = { user_id: member.id, role: 'STRASSENWART' };
      const assigned = await t.http.post('/api/assign-role', body, { token: owner.access });
      expect([assigned.status, assigned.body.role.name]).toEqual([200, 'Straßenwart']);
    });

    it('are found by their own name only: a look-alike is not found', async () => {
      const member = await t.as.verifiedUser();
      const body = { user_id: member.id, role: 'аdmin' };
      const assigned = await t.http.post('/api/assign-role', body, { token: owner.access });
      expect(problemSummary(assigned)).toEqual([404, 'role_not_found']);
    });

    it('may be saved again by the role that has it', async () => {
      const { body } = await create('Écrivain');
      for (const name of ['Écrivain', 'ÉCRIVAIN', 'écrivain'])
        expect((await t.http.patch(`/api/roles/${body.id}`, { name }, { token: owner.access })).status).toBe(200);
    });
  });

  it('of services are one name', async () => {
    const { id } = await createService(t.http, owner);
    const save = (name: string) => t.http.patch(`/api/services/${id}`, { name }, { token: owner.access });
    const create = (name: string) =>
      t.http.post('/api/services', { name, scopes: ['push.send'] }, { token: owner.access });
    expect((await create('Größe mail')).status).toBe(201);
    for (const name of ['GRÖSSE MAIL', 'größe mаil', 'größe mai1', 'GRÖSSE MAІL']) {
      expect(problemSummary(await create(name))).toEqual([409, 'service_name_taken']);
      expect(problemSummary(await save(name))).toEqual([409, 'service_name_taken']);
    }
    expect([(await save('Größe post')).status, (await save('GRÖSSE POST')).status]).toEqual([200, 200]);
  });
});
