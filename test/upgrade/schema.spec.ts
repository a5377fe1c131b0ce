import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { schemaDifferences } from '../../tools/schema-differences';
import { emptyDatabase } from '../support/database';

describe('entities and migrations', () => {
  let url: string;
  let drop: () => Promise<void>;
  beforeEach(async () => {
    Logger.overrideLogger(false);
    ({ url, drop } = await emptyDatabase());
  });
  afterEach(() => drop());

  it('agree: columns, types, defaults, indexes and constraints (`npm run migration:new` writes what is missing)', async () => {
    expect(await schemaDifferences(url)).toEqual({ up: [], down: [] });
  });

  it('are compared at all: a column that is missing in the database is found', async () => {
    await schemaDifferences(url);
    const client = new Client(url);
    await client.connect();
    await client.query('ALTER TABLE roles DROP COLUMN description');
    await client.end();
    expect((await schemaDifferences(url)).up).toEqual([expect.stringContaining('ADD "description" text')]);
  });
});
