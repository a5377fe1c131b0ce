import { type TestApp, testApp } from '../support/test-app';

/** What `private-jobs.ts` relies on: a new version of graphile-worker that changes it fails here, by name. */
describe('tables of graphile-worker', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await testApp();
  });
  afterAll(() => t.close());

  const columns = async (table: string): Promise<Record<string, string>> => {
    const rows: { name: string; type: string }[] = await t.db.query(
      `SELECT column_name AS name, data_type AS type FROM information_schema.columns
       WHERE table_schema = 'graphile_worker' AND table_name = $1 ORDER BY column_name`,
      [table],
    );
    return Object.fromEntries(rows.map(({ name, type }) => [name, type]));
  };

  it('has the known columns in its private table of jobs', async () => {
    expect(await columns('_private_jobs')).toEqual({
      attempts: 'smallint',
      created_at: 'timestamp with time zone',
      flags: 'jsonb',
      id: 'bigint',
      is_available: 'boolean',
      job_queue_id: 'integer',
      key: 'text',
      last_error: 'text',
      locked_at: 'timestamp with time zone',
      locked_by: 'text',
      max_attempts: 'smallint',
      payload: 'json',
      priority: 'smallint',
      revision: 'integer',
      run_at: 'timestamp with time zone',
      task_id: 'integer',
      updated_at: 'timestamp with time zone',
    });
  });

  it('leaves the payload out of its public view', async () => {
    expect(await columns('jobs')).not.toHaveProperty('payload');
  });
});
