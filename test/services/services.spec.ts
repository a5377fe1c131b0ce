import type { TestUser } from '../support/test-users';
import { runConcurrently, countOutcomes } from '../support/concurrency';
import { createService, form, tokenOf } from '../support/services';
import { anId, aTime, problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const aSecret = { id: anId, created_at: aTime, expires_at: null, last_used_at: null };
const clientSecret = expect.stringMatching(/^[\w-]{43}$/);

describe('/api/services', () => {
  let t: TestApp;
  let owner: TestUser;
  let names = 0;
  beforeAll(async () => {
    t = await testApp();
    owner = await t.as.owner();
  });
  afterAll(() => t.close());

  const by = (person: TestUser) => ({ token: person.access });
  const post = (path: string, body?: unknown) => t.http.post(path, body, by(owner));
  const patch = (id: string, body: unknown) => t.http.patch(`/api/services/${id}`, body, by(owner));
  const remove = (path: string) => t.http.delete(path, by(owner));
  const read = async (id: string) => (await t.http.get(`/api/services/${id}`, by(owner))).body;
  const fresh = () => `fresh ${++names}`;
  /** Whether it opens the door of services, as it is at this moment. */
  const opens = async (token: string): Promise<boolean> => {
    const { status } = await t.http.send('HEAD', '/api/authorization/events', undefined, { token });
    return status === 200;
  };
  /** Of services; the job that looks at the owner's new device may write in between. */
  const lastAudited = async () =>
    (await t.http.get('/api/audit-log?limit=10', by(owner))).body.items.find(({ action }: { action: string }) =>
      action.startsWith('service.'),
    );

  it('makes one, whose secret is shown this once', async () => {
    const made = await post('/api/services', { name: 'Messages', scopes: ['authorization.read'] });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const { client_id, client_secret, ...service } = made.body;
    expect(service).toEqual({
      id: anId,
      name: 'Messages',
      scopes: ['authorization.read'],
      created_at: aTime,
      created_by: owner.id,
      secrets: [aSecret],
    });
    expect(client_id).toBe(service.id);
    expect(client_secret).toEqual(clientSecret);
    expect(await read(service.id)).toEqual(service);

    const entry = await lastAudited();
    expect(entry).toMatchObject({
      action: 'service.create',
      actor: owner.id,
      details: { service_id: service.id, after: { name: 'Messages', scopes: ['authorization.read'] } },
    });
    expect(JSON.stringify(entry)).not.toContain(client_secret);
  });

  it('names all faults, and takes no name twice', async () => {
    expect(problemSummary(await post('/api/services', { name: ' ', scopes: [], secret: 'mine' }))).toEqual([
      400,
      'validation_failed',
      'name too_short',
      'scopes too_short',
      'secret unknown_field',
    ]);
    for (const [scopes, code] of [
      ['authorization.read', 'invalid_type'],
      [['root'], 'invalid_choice'],
      [[{}], 'invalid_choice'],
      [undefined, 'required'],
    ])
      expect(problemSummary(await post('/api/services', { name: fresh(), scopes }))).toContain(
        `scopes ${code as string}`,
      );

    const { body: service } = await post('/api/services', { name: 'Once', scopes: ['push.send'] });
    const taken = [409, 'service_name_taken'];
    expect(problemSummary(await post('/api/services', { name: ' ONCE ', scopes: ['push.send'] }))).toEqual(taken);
    const { id } = await createService(t.http, owner);
    expect(problemSummary(await patch(id, { name: 'once' }))).toEqual(taken);
    expect((await patch(service.id, { name: 'oNCE' })).body.name).toBe('oNCE');
    const same = await runConcurrently(8, () => post('/api/services', { name: 'Raced', scopes: ['push.send'] }));
    expect(countOutcomes(same)).toEqual({ 201: 1, '409 service_name_taken': 7 });
  });

  it('lists them by name, in pages', async () => {
    await createService(t.http, owner);
    const first = (await t.http.get('/api/services?limit=2', by(owner))).body;
    const rest = (await t.http.get(`/api/services?limit=100&cursor=${first.next_cursor}`, by(owner))).body;
    const all = (await t.http.get('/api/services', by(owner))).body.items;
    expect([...first.items, ...rest.items]).toEqual(all);
    const inOrder = all.map(({ name }: { name: string }) => name.toLowerCase());
    expect(inOrder).toEqual([...inOrder].sort());
    expect(all[0].secrets).toEqual([expect.objectContaining({ id: anId })]);
  });

  it('edits one; omitted fields stay unchanged', async () => {
    const { id } = await createService(t.http, owner, ['push.send']);
    const before = await read(id);
    const name = fresh();
    expect((await patch(id, { name })).body).toEqual({ ...before, name });
    const scopes = ['push.send', 'authorization.read', 'push.send'];
    expect((await patch(id, { scopes })).body.scopes).toEqual(['push.send', 'authorization.read']);
    expect(await lastAudited()).toMatchObject({
      action: 'service.edit',
      actor: owner.id,
      details: {
        service_id: id,
        before: { name, scopes: ['push.send'] },
        after: { name, scopes: ['push.send', 'authorization.read'] },
      },
    });
    expect((await patch(id, {})).status).toBe(200);
    expect(problemSummary(await patch(id, { scopes: [] }))).toEqual([400, 'validation_failed', 'scopes too_short']);
  });

  it('revokes tokens that have a scope which is taken away, at once and no others', async () => {
    const service = await createService(t.http, owner, ['authorization.read', 'push.send']);
    const wide = await tokenOf(t.http, service);
    const narrow = await tokenOf(t.http, service, 'authorization.read');
    const other = await tokenOf(t.http, await createService(t.http, owner));
    await patch(service.id, { scopes: ['authorization.read'] });
    expect([await opens(wide), await opens(narrow), await opens(other)]).toEqual([false, true, true]);
    expect(await opens(await tokenOf(t.http, service))).toBe(true);
  });

  it('gives out no token with a scope that is being taken away at that moment', async () => {
    const service = await createService(t.http, owner, ['authorization.read', 'push.send']);
    const [answers] = await Promise.all([
      runConcurrently(24, () => form(t.http, '/oauth/token', { grant_type: 'client_credentials' }, service)),
      patch(service.id, { scopes: ['push.send'] }),
    ]);
    const wide = answers.filter(({ body }) => body.scope?.includes('authorization.read'));
    for (const { body } of wide) expect(await opens(body.access_token)).toBe(false);
    const { status, body } = await form(t.http, '/oauth/token', { grant_type: 'client_credentials' }, service);
    expect([status, body.scope]).toEqual([200, 'push.send']);
  });

  it('removes one with all its tokens, at once', async () => {
    const service = await createService(t.http, owner);
    const tokens = [await tokenOf(t.http, service), await tokenOf(t.http, service)];
    expect((await remove(`/api/services/${service.id}`)).status).toBe(204);
    for (const token of tokens) expect(await opens(token)).toBe(false);
    const gone = await form(t.http, '/oauth/token', { grant_type: 'client_credentials' }, service);
    expect(gone.body.error).toBe('invalid_client');
    expect(await lastAudited()).toMatchObject({
      action: 'service.delete',
      details: { service_id: service.id, before: { scopes: ['authorization.read'] } },
    });
    const [{ payload }] = await t.db.query(`SELECT payload FROM authorization_events ORDER BY seq DESC LIMIT 1`);
    expect(payload).toEqual({ user_id: null, session_ids: [service.id], reason: 'service_deleted' });
    for (const answer of [
      await remove(`/api/services/${service.id}`),
      await patch(service.id, { name: 'x' }),
      await post(`/api/services/${service.id}/secrets`),
      await t.http.get(`/api/services/${service.id}`, by(owner)),
    ])
      expect(problemSummary(answer)).toEqual([404, 'service_not_found']);
  });

  it('brings a new secret out beside the old one, and ends the old one with the tokens that it got', async () => {
    const service = await createService(t.http, owner);
    const old = await tokenOf(t.http, service);
    const added = await post(`/api/services/${service.id}/secrets`);
    expect(added.status).toBe(201);
    expect(added.headers.get('cache-control')).toBe('no-store');
    expect(added.body).toEqual({ ...aSecret, client_secret: clientSecret });
    const entry = await lastAudited();
    expect(entry).toMatchObject({
      action: 'service.add_secret',
      details: { service_id: service.id, secret_id: added.body.id, expires_at: null },
    });
    expect(JSON.stringify(entry)).not.toContain(added.body.client_secret);

    const rotated = { id: service.id, secret: added.body.client_secret };
    const young = await tokenOf(t.http, rotated);
    expect(await opens(old)).toBe(true);
    const { secrets } = await read(service.id);
    expect(secrets).toEqual([
      { ...aSecret, last_used_at: aTime },
      { ...aSecret, id: added.body.id, last_used_at: aTime },
    ]);

    const path = `/api/services/${service.id}/secrets/${secrets[0].id}`;
    expect((await remove(path)).status).toBe(204);
    expect(await lastAudited()).toMatchObject({
      action: 'service.remove_secret',
      details: { service_id: service.id, secret_id: secrets[0].id },
    });
    expect([await opens(old), await opens(young)]).toEqual([false, true]);
    expect((await form(t.http, '/oauth/token', { grant_type: 'client_credentials' }, service)).status).toBe(401);
    expect(problemSummary(await remove(path))).toEqual([404, 'secret_not_found']);
  });

  it('touches no secret of another service', async () => {
    const [one, other] = [await createService(t.http, owner), await createService(t.http, owner)];
    const token = await tokenOf(t.http, other);
    const [{ id }] = (await read(other.id)).secrets;
    expect(problemSummary(await remove(`/api/services/${one.id}/secrets/${id}`))).toEqual([404, 'secret_not_found']);
    expect(await opens(token)).toBe(true);
  });

  it('lets a secret end by itself', async () => {
    const { id } = await createService(t.http, owner);
    const path = `/api/services/${id}/secrets`;
    expect(problemSummary(await post(path, { expires_at: '2020-01-01T00:00:00Z' }))).toEqual([
      400,
      'validation_failed',
      'expires_at not_in_future',
    ]);
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await post(path, { expires_at });
    expect(body.expires_at).toBe(expires_at);
    const service = { id, secret: body.client_secret };
    await tokenOf(t.http, service);
    await t.db.query('UPDATE service_secrets SET expires_at = now() WHERE id = $1', [body.id]);
    expect((await form(t.http, '/oauth/token', { grant_type: 'client_credentials' }, service)).status).toBe(401);
  });

  it('keeps five at the most, however many are asked for at once; expired ones make room', async () => {
    const { id } = await createService(t.http, owner);
    const path = `/api/services/${id}/secrets`;
    expect(countOutcomes(await runConcurrently(8, () => post(path)))).toEqual({ 201: 4, '409 too_many_secrets': 4 });
    expect((await read(id)).secrets).toHaveLength(5);
    await t.db.query(
      `UPDATE service_secrets SET expires_at = now() WHERE id IN (SELECT id FROM service_secrets WHERE service_id = $1 LIMIT 2)`,
      [id],
    );
    expect((await post(path)).status).toBe(201);
    expect((await read(id)).secrets).toHaveLength(4);
  });

  it('is for owners, and for users permitted by an owner', async () => {
    const admin = await t.as.userWithRoles(['admin']);
    const denied = await t.http.post('/api/services', { name: fresh(), scopes: ['push.send'] }, by(admin));
    expect(denied.body).toMatchObject({ code: 'permission_denied', missing: ['can_manage_services'] });

    const role = { name: 'integrator', priority: 10, custom_permissions: { can_manage_services: true } };
    expect(problemSummary(await t.http.post('/api/roles', role, by(admin)))).toEqual([403, 'outranked']);
    await post('/api/roles', role);
    const integrator = await t.as.userWithRoles(['integrator']);
    const { status, body } = await t.http.post(
      '/api/services',
      { name: fresh(), scopes: ['push.send'] },
      by(integrator),
    );
    expect([status, body.created_by]).toEqual([201, integrator.id]);

    await remove(`/api/users/${integrator.id}`);
    expect((await read(body.id)).created_by).toBeNull();
  });
});
