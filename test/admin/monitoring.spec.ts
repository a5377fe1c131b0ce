import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type TestApp, testApp } from '../support/test-app';
import { waitFor } from '../support/wait-for';

const root = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { groups } = parse(read('deploy/monitoring/alerts.yml')) as {
  groups: { rules: { alert: string; expr: string; annotations: { runbook: string } }[] }[];
};
const alerts = groups.flatMap(({ rules }) => rules);
const { panels } = JSON.parse(read('deploy/monitoring/dashboard.json')) as {
  panels: { title: string; targets: { expr: string }[] }[];
};
/** Prometheus' own. */
const OTHERS = ['up'];
const WORDS =
  /\b(sum|max|min|rate|increase|histogram_quantile|by|le|job|route|status|method|source|result|provider)\b/g;

/** The metrics of an expression, without what is in braces, brackets and quotes. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replace(/by \([^)]*\)/g, '')
    .replace(WORDS, '');
  return [...bare.matchAll(/[a-z_]{2,}[a-z0-9_]*/g)].map(([name]) => name);
}

describe('deploy/monitoring', () => {
  let t: TestApp;
  beforeAll(async () => void (t = await testApp({ METRICS_TOKEN: 'a-token-of-the-monitoring' })));
  afterAll(() => t.close());

  const metrics = async () => (await t.http.get('/metrics', { token: 'a-token-of-the-monitoring' })).body as string;

  it('every metric of the dashboard and of the alerts is in a real answer of /metrics', async () => {
    await t.as.unverifiedUser();
    const named = new Set(
      [...alerts.map(({ expr }) => expr), ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))].flatMap(
        metricsIn,
      ),
    );
    expect(named.size).toBeGreaterThan(25);
    const answer = await metrics();
    const known = new Set(
      [...answer.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name, type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name!],
      ),
    );
    expect([...named].filter((name) => !known.has(name) && !OTHERS.includes(name))).toEqual([]);
  });

  it('every alert links to a section of the runbooks, and every section has an alert', () => {
    const sections = [...read('docs/runbooks.md').matchAll(/^## (.+)$/gm)].map(([, title]) =>
      title!.toLowerCase().replaceAll(' ', '-'),
    );
    const linked = alerts.map(({ annotations: { runbook } }) => /^docs\/runbooks\.md#(.+)$/.exec(runbook)![1]!);
    expect(linked.sort()).toEqual(sections.sort());
    expect(linked.length).toBeGreaterThan(10);
  });

  (spawnSync('promtool', ['--version']).status === 0 ? it : it.skip)(
    'promtool accepts rules and configuration (needs prometheus)',
    () => {
      const folder = join(root, 'deploy/monitoring');
      for (const args of [
        ['check', 'rules', 'alerts.yml'],
        ['check', 'config', '--syntax-only', 'prometheus.yml'],
      ])
        expect(spawnSync('promtool', args, { cwd: folder }).status).toBe(0);
      const answer = spawnSync('promtool', ['check', 'metrics'], { input: 'bad{' });
      expect(answer.status).not.toBe(0);
    },
  );

  it('values follow what happens: hashes, waiting mails, the pool, the disk, the clock', async () => {
    const value = async (name: string) => {
      const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(await metrics())?.[1];
      return found === undefined ? undefined : Number(found);
    };
    const hashed = (await value('password_hash_seconds_count'))!;
    const person = await t.as.unverifiedUser();
    expect(await value('password_hash_seconds_count')).toBe(hashed + 1);
    await t.mailbox.find(person.email, /verify/i);
    await waitFor(async () => (await value('mail_oldest_waiting_seconds')) === 0, 'all mails are sent');
    expect(await value('database_pool_size')).toBe(10);
    expect(await value('data_dir_free_bytes')).toBeGreaterThan(0);
    expect(await value('database_clock_skew_seconds')).toBeLessThan(5);

    await t.db.query(`SELECT graphile_worker.add_job('send_mail', '{}', run_at => now() + interval '1 d')`);
    await t.db.query(`UPDATE graphile_worker._private_jobs SET created_at = now() - interval '1 h'`);
    expect(await value('mail_oldest_waiting_seconds')).toBeGreaterThan(3590);
    await t.db.query('UPDATE graphile_worker._private_jobs SET attempts = max_attempts');
    expect([await value('mail_oldest_waiting_seconds'), await value('mail_given_up')]).toEqual([0, 1]);
    await t.db.query('DELETE FROM graphile_worker._private_jobs');
  });

  it('one value that can not be read takes none of the others away', async () => {
    await t.db.query('ALTER VIEW graphile_worker.jobs RENAME TO jobs_away');
    try {
      const answer = await metrics();
      expect(answer).toMatch(/^mail_oldest_waiting_seconds Nan$/im);
      expect(answer).toMatch(/^presence_connections 0$/m);
    } finally {
      await t.db.query('ALTER VIEW graphile_worker.jobs_away RENAME TO jobs');
    }
  });
});
