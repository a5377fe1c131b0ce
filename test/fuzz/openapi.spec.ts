import { problemCatalogue } from '#platform';
import { authProblems } from '#auth';
import type { HttpResponse } from '../support/http-client';
import { serviceToken } from '../support/service-token';
import { type TestApp, testApp } from '../support/test-app';
import { type Operation, operationsOf } from './operations';
import { type FuzzRequest, requestsOf } from './requests';

/** All requests (30,000 for each caller) in as many parts, of which one run sends `FUZZ_ROUNDS`; 20 are all. */
const PARTS = 20;
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 1);
/** With which part it begins: another one in each run, so that in time all are sent. */
const FIRST = Number(process.env.FUZZ_FIRST ?? Math.floor(Date.now() / 1000)) % PARTS;
/** Where the door is closed to the caller, there is less to see behind it. */
const CLOSED_SHARE = 10;
const AT_ONCE = 8;

describe(`what comes in, by the OpenAPI document (FUZZ_ROUNDS=${ROUNDS} FUZZ_FIRST=${FIRST})`, () => {
  let t: TestApp;
  let operations: Operation[];
  let ids: Record<string, string>;
  const codes = new Set([...problemCatalogue.keys(), ...Object.keys(authProblems)]);

  beforeAll(async () => {
    t = await testApp({ DOCS_ENABLED: 'true' });
    operations = operationsOf((await t.http.get('/openapi.json')).body);
    const owner = await t.as.owner();
    const role = await t.http.post('/api/roles', { name: 'a role' }, { token: owner.access });
    const service = await t.http.post(
      '/api/services',
      { name: 'a service', scopes: ['push.send'] },
      { token: owner.access },
    );
    ids = {
      users: (await t.as.verifiedUser()).id,
      roles: role.body.id,
      services: service.body.id,
      none: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41',
    };
  });
  afterAll(() => t.close());

  it.each([
    ['an owner', async () => (await t.as.owner()).access],
    ['a service', async () => serviceToken(t.app, ['push.send', 'authorization.read'])],
    ['no token', async () => undefined],
  ])(
    'is answered or refused, with no fault of ours, where %s sends it',
    async (_who, signIn) => {
      const wrong: string[] = [];
      for (const operation of operations) {
        // Some operations end sessions.
        const token = await signIn();
        await inTurns(await chosen(operation, token), async (request) => {
          const fault = faultOf(request, await send(request, token));
          if (fault) wrong.push(`${request.method} ${request.path.slice(0, 100)}, ${request.place}: ${fault}`);
        });
      }
      expect(wrong).toEqual([]);
    },
    ROUNDS * 300_000,
  );

  /** Always all that must be refused, where the caller may come in. */
  async function chosen(operation: Operation, token: string | undefined): Promise<FuzzRequest[]> {
    const requests = [...requestsOf(operation, ids)];
    const isClosed = [401, 403].includes((await send(requests[0]!, token)).status);
    return requests.filter(({ mustName }, n) =>
      isClosed ? n % (PARTS * CLOSED_SHARE) < ROUNDS : mustName !== undefined || (n + PARTS - FIRST) % PARTS < ROUNDS,
    );
  }

  const send = ({ method, path, headers, body }: FuzzRequest, token: string | undefined) =>
    t.http.send(method, path, body, { token, headers });

  function faultOf(request: FuzzRequest, { status, headers, body }: HttpResponse): string | undefined {
    if (status >= 500)
      return `${status} ${JSON.stringify(body).slice(0, 200)} to ${String(request.body).slice(0, 300)}`;
    const isClosed = status === 401 || status === 403;
    if (request.mustName !== undefined && !isClosed && !isRefusedByName(request.mustName, status, body))
      return `${status} ${JSON.stringify(body).slice(0, 300)} does not name ${request.mustName}`;
    if (status < 400) return undefined;
    if (headers.get('content-type') !== 'application/problem+json; charset=utf-8') return `is no problem: ${status}`;
    if (!codes.has(body.code) || body.status !== status) return `has the code ${body.code}`;
    return body.code === 'validation_failed' && !hasFaults(body)
      ? `names no fault: ${JSON.stringify(body)}`
      : undefined;
  }

  function isRefusedByName(field: string, status: number, body: HttpResponse['body']): boolean {
    const names = ((body?.errors ?? []) as { field: string }[]).map(({ field: name }) => name);
    // OAuth's parameters are looked at one by one.
    return status === 400 && (body.code === 'invalid_request' || names.some((name) => covers(name, field)));
  }
});

/** `push` is a fault of `push.kind` as well: it holds nothing else. */
const covers = (name: string, field: string) => name === field || field.startsWith(`${name}.`);

const hasFaults = ({ errors }: { errors?: { field: unknown; code: unknown; message: unknown }[] }) =>
  !!errors?.length &&
  errors.every(
    ({ field, code, message }) =>
      typeof field === 'string' && /^[a-z_]+$/.test(String(code)) && typeof message === 'string' && message !== '',
  );

async function inTurns<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
