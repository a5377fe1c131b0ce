import { migrate } from '#platform';
import { PermissionValues1764200001000 } from '#roles';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '#composition';
import { emptyDatabase } from '../support/database';
import { problemSummary } from '../support/matchers';
import { testApp } from '../support/test-app';

/** Roles that the previous version accepted. */
describe('custom permissions of the version before', () => {
  const before = schema.migrations.filter((migration) => migration !== PermissionValues1764200001000);
  const long = 'x'.repeat(256);
  const roles = {
    negative: { can_manage_services: -1, tiny: -5e-324, huge: -1e308, kept: 5, plan: '-1', off: false },
    long: { plan: long, max_pins: 1 },
    plain: { max_pins: 1.5, constructor: true },
    bare: {},
  };
  let url: string;
  let drop: () => Promise<void>;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    ({ url, drop } = await emptyDatabase());
    await migrate(url, before);
    const db = await new DataSource({ type: 'postgres', url }).initialize();
    for (const [name, custom_permissions] of Object.entries(roles))
      await db.query(
        'INSERT INTO roles (id, name, name_key, priority, custom_permissions) VALUES (gen_random_uuid(), $1, $1, 5, $2)',
        [name, custom_permissions],
      );
    await db.destroy();
  });
  afterEach(() => drop());

  it('are kept, except negative numbers; texts that are too long remain until they are edited', async () => {
    await migrate(url, schema.migrations);
    const t = await testApp({ DATABASE_URL: url });
    const { access: token } = await t.as.owner();
    const { items } = (await t.http.get('/api/roles', { token })).body;
    const found = (name: string) => items.find((role: { name: string }) => role.name === name);
    for (const [name, values] of Object.entries(roles))
      expect(found(name).custom_permissions).toEqual(
        name === 'negative' ? { ...values, can_manage_services: 0, tiny: 0, huge: 0 } : values,
      );
    const version = async (name: string) =>
      (await t.http.get(`/api/roles/${found(name).id}`, { token })).headers.get('etag');
    expect([await version('negative'), await version('plain')]).toEqual(['"2"', '"1"']);

    const edit = (custom_permissions: object) =>
      t.http.patch(`/api/roles/${found('long').id}`, { custom_permissions }, { token });
    expect((await edit({ plan: long, max_pins: 2 })).body.custom_permissions).toEqual({ plan: long, max_pins: 2 });
    const refused = [400, 'validation_failed', 'custom_permissions invalid_value'];
    expect(problemSummary(await edit({ plan: long.replace('x', 'y') }))).toEqual(refused);
    expect(problemSummary(await edit({ plan: long, other: long }))).toEqual(refused);
    expect(problemSummary(await edit({ plan: `${long}x` }))).toEqual(refused);
    await t.close();
  });
});
