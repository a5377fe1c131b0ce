import type { StepUpHandler } from '../auth/step-up.js';
import { FakeBrowser } from '../testing/fake-browser.fake.js';
import { FakeService, type ServiceRequest } from '../testing/fake-service.fake.js';
import { settle, useRealTime, useVirtualTime } from '../testing/virtual-time.fake.js';

let service: FakeService;
beforeEach(() => {
  useVirtualTime();
  service = new FakeService();
});
afterEach(useRealTime);

const refused = { status: 401, body: { code: 'step_up_required', status: 401, acr_values: 'aal2', max_age: 900 } };

async function signedIn(onStepUpRequired?: StepUpHandler) {
  const { client } = new FakeBrowser(service, { mode: 'tokens', client: { onStepUpRequired } }).open();
  await settle(client.auth.login({ email: 'ada@example.com', password: 'securepass123' }));
  return client;
}

describe('a call that needs a recent authentication', () => {
  let proved: boolean;
  let calls: ServiceRequest[];
  beforeEach(() => {
    proved = false;
    calls = [];
    service.override = (request) => {
      if (request.path !== '/api/mfa/recovery-codes') return undefined;
      calls.push(request);
      return proved ? { status: 200, body: { recovery_codes: [] } } : refused;
    };
  });

  it('is repeated once after the user has proved who they are, and asks once for several', async () => {
    const handler = jest.fn<Promise<unknown>, Parameters<StepUpHandler>>(async () => {
      await advanceLater();
      proved = true;
    });
    const client = await signedIn(handler);
    const both = [client.mfa.renewRecoveryCodes(), client.mfa.renewRecoveryCodes()];
    expect(await settle(Promise.all(both))).toEqual([{ recovery_codes: [] }, { recovery_codes: [] }]);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(handler.mock.calls[0]![0]).toMatchObject({ level: 'aal2', maxAge: 900 });
    expect(calls).toHaveLength(4);
  });

  it('is refused again, not repeated for ever', async () => {
    const client = await signedIn(async () => undefined);
    await expect(settle(client.mfa.renewRecoveryCodes())).rejects.toMatchObject({ code: 'step_up_required' });
    expect(calls).toHaveLength(2);
  });

  it.each([
    ['there is no handler', undefined],
    ['the handler gives up', async () => false],
  ])('fails where %s', async (_, handler) => {
    const client = await signedIn(handler);
    await expect(settle(client.mfa.renewRecoveryCodes())).rejects.toMatchObject({ code: 'step_up_required' });
    expect(calls).toHaveLength(1);
  });
});

describe('requests and answers', () => {
  const send = async (answer: Response | (() => Promise<Response>)) => {
    const sent: { url: string; init: RequestInit }[] = [];
    const fetch = (async (url: string, init: RequestInit) => {
      sent.push({ url, init });
      return typeof answer === 'function' ? answer() : answer.clone();
    }) as typeof globalThis.fetch;
    const { createClient } = await import('../client.js');
    const client = createClient({ url: 'https://auth.example.com/', session: 'tokens', platform: { fetch } });
    return { client, sent };
  };

  it('fills in the path, repeats lists in the query, and keeps headers', async () => {
    const { client, sent } = await send(Response.json({}));
    await client.api.PUT('/api/users/{id}/roles/{role_id}', { params: { path: { id: 'a/b', role_id: 'c' } } });
    await client.api.GET('/api/presence', {
      params: { query: { user_ids: ['1', '2'] } },
      headers: { 'x-request-id': 'r' },
    });
    expect(sent.map(({ url }) => url)).toEqual([
      'https://auth.example.com/api/users/a%2Fb/roles/c',
      'https://auth.example.com/api/presence?user_ids=1&user_ids=2',
    ]);
    expect((sent[1]!.init.headers as Headers).get('x-request-id')).toBe('r');
  });

  it.each(['', '.', '..'])('sends no call to the path that the id "%s" would lead to', async (id) => {
    const { client, sent } = await send(Response.json({}));
    const call = client.api.DELETE('/api/users/{id}/sessions', { params: { path: { id } } });
    await expect(call).rejects.toMatchObject({ code: 'not_found', status: 404 });
    expect(sent).toEqual([]);
  });

  it('gives JSON, text, nothing, or the response', async () => {
    const json = await send(Response.json({ a: 1 }));
    expect(await json.client.api.GET('/api/mfa')).toEqual({ a: 1 });
    const none = await send(new Response(null, { status: 204 }));
    expect(await none.client.api.DELETE('/api/sessions')).toBeUndefined();
    const text = await send(new Response('x 1', { headers: { 'content-type': 'text/plain' } }));
    expect(await text.client.api.GET('/metrics')).toBe('x 1');
    const whole = await send(new Response('x', { headers: { etag: '"1"' } }));
    expect((await whole.client.api.GET('/api/mfa', { as: 'response' })).headers.get('etag')).toBe('"1"');
  });

  it('throws a problem document with all that it says', async () => {
    const problem = { code: 'too_many_attempts', detail: 'Wait.', status: 429, request_id: 'r' };
    const { client } = await send(Response.json(problem, { status: 429, headers: { 'retry-after': '7' } }));
    await expect(client.api.GET('/api/mfa')).rejects.toMatchObject({
      code: 'too_many_attempts',
      detail: 'Wait.',
      status: 429,
      requestId: 'r',
      retryAfter: 7,
      problem,
    });
  });

  it('knows the page of a proxy from an answer of the service', async () => {
    const { client } = await send(new Response('<h1>502</h1>', { status: 502 }));
    await expect(client.api.GET('/api/mfa')).rejects.toMatchObject({ code: 'unexpected_answer', status: 502 });
    const fine = await send(new Response('<h1>Wi-Fi</h1>', { headers: { 'content-type': 'application/json' } }));
    await expect(fine.client.api.GET('/api/mfa')).rejects.toMatchObject({ code: 'unexpected_answer', status: 0 });
  });

  it('gives up after a while, and at once when the caller aborts', async () => {
    const never = (signal: AbortSignal) =>
      new Promise<Response>((_, reject) => {
        const abort = () => reject(new DOMException('', 'AbortError'));
        if (signal.aborted) abort();
        signal.addEventListener('abort', abort);
      });
    const { createClient } = await import('../client.js');
    const fetch = ((_: string, init: RequestInit) => never(init.signal!)) as typeof globalThis.fetch;
    const client = createClient({ url: 'https://auth.example.com', session: 'tokens', platform: { fetch } });
    await expect(settle(client.api.GET('/api/mfa'))).rejects.toMatchObject({ code: 'timeout' });
    const controller = new AbortController();
    const call = client.api.GET('/api/mfa', { signal: controller.signal });
    controller.abort();
    await expect(settle(call)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

const advanceLater = () => new Promise((resolve) => setTimeout(resolve, 500));
