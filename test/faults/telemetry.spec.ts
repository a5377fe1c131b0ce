import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RedisServer } from '../../tools/redis-server';
import { freePort } from '../../tools/free-port';
import { OtlpCollector } from '../support/otlp-collector';
import { type TestApp, testApp } from '../support/test-app';
import type { TestUser } from '../support/test-users';
import { waitFor } from '../support/wait-for';

const root = resolve(__dirname, '../..');
const SERVER = 2;
const CLIENT = 3;
const CONSUMER = 5;

const traceparentOf = (traceId: string) => `00-${traceId}-00f067aa0ba902b7-01`;

describe('OpenTelemetry', () => {
  let collector: OtlpCollector;
  let redis: RedisServer | undefined;
  let t: TestApp;
  let person: TestUser;

  beforeAll(async () => {
    collector = await OtlpCollector.open();
    redis = RedisServer.isInstalled ? await RedisServer.start(await freePort()) : undefined;
    t = await testApp({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-team=identity, x-key=a=b',
      OTEL_SERVICE_NAME: 'auth-under-test',
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      REDIS_URL: redis?.url,
    });
    person = await t.as.verifiedUser();
  });
  afterAll(async () => {
    await t.close();
    await redis?.kill();
    await collector.close();
  });

  const spansOf = (traceId: string, isComplete: (names: string[]) => boolean) =>
    waitFor(
      () => {
        const spans = collector.trace(traceId);
        return isComplete(spans.map(({ name }) => name)) ? spans : undefined;
      },
      `the trace is received; there was ${collector.trace(traceId).map(({ name }) => name)}`,
    );

  it('continues the trace of the caller: the route, and the statements below it', async () => {
    const traceId = 'a1f7651916cd43dd8448eb211c80319c';
    await t.http.get('/api/profile', { token: person.access, headers: { traceparent: traceparentOf(traceId) } });
    const spans = await spansOf(traceId, (names) => names.includes('GET /api/profile'));
    const route = spans.find(({ name }) => name === 'GET /api/profile')!;
    expect(route).toMatchObject({
      kind: SERVER,
      parentSpanId: '00f067aa0ba902b7',
      attributes: { 'http.route': '/api/profile', 'http.response.status_code': 200 },
    });
    const statement = spans.find(({ name }) => name === 'SELECT')!;
    expect(statement).toMatchObject({ kind: CLIENT, parentSpanId: route.spanId });
    expect(statement.attributes['db.system.name']).toBe('postgresql');
  });

  it('goes on in the jobs that a request adds, down to the mail', async () => {
    const traceId = 'b2f7651916cd43dd8448eb211c80319c';
    const form = t.as.form();
    await t.http.post('/api/register', form, { headers: { traceparent: traceparentOf(traceId) } });
    const spans = await spansOf(traceId, (names) => names.includes('mail send') && names.includes('job send_mail'));
    const job = spans.find(({ name }) => name === 'job send_mail')!;
    expect(job).toMatchObject({ kind: CONSUMER, attributes: { 'messaging.destination.name': 'send_mail' } });
    expect(spans.find(({ name }) => name === 'mail send')).toMatchObject({ kind: CLIENT, parentSpanId: job.spanId });
    expect(spans.filter(({ name }) => name === 'INSERT').length).toBeGreaterThan(0);
    await t.mailbox.find(form.email, /verify/i);
  });

  (RedisServer.isInstalled ? it : it.skip)('has the commands of Redis (needs redis-server)', async () => {
    const traceId = 'c3f7651916cd43dd8448eb211c80319c';
    const { email, password } = person;
    await t.http.post('/api/login', { email, password }, { headers: { traceparent: traceparentOf(traceId) } });
    const spans = await spansOf(traceId, (names) => names.includes('POST /api/login'));
    expect(spans.filter(({ attributes }) => attributes['db.system.name'] === 'redis').length).toBeGreaterThan(0);
  });

  it('says who sends, and sends the headers that were set', async () => {
    await waitFor(() => collector.requests.length > 0, 'something was sent');
    expect(collector.resource).toMatchObject({ 'service.name': 'auth-under-test' });
    expect(collector.requests[0]!.headers).toMatchObject({ 'x-team': 'identity', 'x-key': 'a=b' });
  });

  it('sends the metrics of /metrics', async () => {
    const requests = await waitFor(() => {
      const metric = collector.metrics.get('http_request_duration_seconds');
      return metric?.histogram.dataPoints.length > 0 ? metric : undefined;
    }, 'the metrics are received');
    expect(requests).toMatchObject({ unit: 's' });
    for (const { count, bucketCounts, explicitBounds } of requests.histogram.dataPoints) {
      expect(bucketCounts).toHaveLength(explicitBounds.length + 1);
      expect(bucketCounts.reduce((sum: number, value: number) => sum + value, 0)).toBe(Number(count));
    }
    expect(collector.metrics.get('presence_connections').gauge.dataPoints).toHaveLength(1);
    expect(collector.metrics.get('sign_in_failures_total')?.sum.isMonotonic ?? true).toBe(true);
  });

  it('has no personal data, no password and no token in anything that it sends', async () => {
    const all = collector.requests.map(({ body }) => body).join('\n');
    for (const secret of [person.email, person.username, person.password, person.access, person.refresh, person.id])
      expect(all).not.toContain(secret);
    expect(all).not.toMatch(/eyJ[\w-]+\.eyJ/);
  });
});

it('a collector that does not answer delays nothing, and no end of the process', async () => {
  const t = await testApp({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}` });
  expect((await t.http.get('/health/ready')).status).toBe(200);
  await t.as.unverifiedUser();
  await t.close();
});

it('without a collector nothing of OpenTelemetry is loaded: only one file imports it, and that one is imported when it is on', () => {
  const sources = readdirSync(join(root, 'libs'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^\w+\/src\/.*(?<!\.spec)\.ts$/.test(path),
  );
  const importing = (pattern: RegExp) =>
    sources.filter((path) => pattern.test(readFileSync(join(root, 'libs', path), 'utf8'))).sort();
  expect(importing(/^import (?!type )[^;]* from '@opentelemetry/m)).toEqual([
    'platform/src/telemetry/create-telemetry.ts',
    'platform/src/telemetry/prometheus-producer.ts',
  ]);
  expect(importing(/from '\.\/(create-telemetry|prometheus-producer)'/)).toEqual([
    'platform/src/telemetry/create-telemetry.ts',
  ]);
});
