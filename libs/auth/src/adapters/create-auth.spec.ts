import { createAuth } from '../express';
import { FakeIssuer } from '../follower/issuer.fake';
import { TestAuth } from '../testing';

const credentials = { clientId: 'c', clientSecret: 's' };

describe('createAuth', () => {
  let issuer: FakeIssuer;
  let warnings: string[];
  const logger = { warn: (message: string) => void warnings.push(message) };
  const create = () => createAuth({ issuer: issuer.url, credentials, logger });

  beforeEach(async () => {
    issuer = await FakeIssuer.open();
    warnings = [];
  });
  afterEach(() => issuer.close());

  it('follows the issuer at once; ready() waits for the first snapshot', async () => {
    issuer.silent = true;
    const auth = create();
    const order: string[] = [];
    const ready = auth.ready().then(() => order.push('ready'));
    await until(() => issuer.openStreams === 1);
    expect([auth.isStale(), auth.stats.connected]).toEqual([true, false]);
    order.push('snapshot');
    issuer.send('snapshot', { ...issuer.snapshot, stale_ms: 0 });
    await ready;
    expect(order).toEqual(['snapshot', 'ready']);
    expect([auth.isStale(), auth.stats.connected, auth.stats.connects]).toEqual([false, true, 1]);
    await auth.ready();
    auth.close();
  });

  it('warns while the issuer refuses it, and is ready as soon as it does not', async () => {
    issuer.failWith = 401;
    const auth = create();
    await until(() => warnings.length > 0);
    expect(warnings[0]).toContain('/oauth/token answered 401');
    issuer.failWith = undefined;
    await auth.ready();
    expect(auth.isStale()).toBe(false);
    auth.close();
  });

  it('close() ends the stream, rejects who waits, and may be called twice', async () => {
    issuer.silent = true;
    const auth = create();
    await until(() => issuer.openStreams === 1);
    const waiting = auth.ready();
    auth.close();
    auth.close();
    await expect(waiting).rejects.toThrow('before the first snapshot');
    await expect(auth.ready()).rejects.toThrow('before the first snapshot');
    await until(() => issuer.openStreams === 0);
    const { length } = issuer.requests;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(issuer.requests).toHaveLength(length);
    expect(warnings).toEqual([]);
  });

  it('close() ends requests that the issuer does not answer', async () => {
    issuer.hangs = true;
    const auth = create();
    await until(() => issuer.count('/oauth/token') === 1);
    auth.close();
    await until(() => issuer.openRequests === 0);
    expect(warnings).toEqual([]);
  });

  it('close() without a waiter, before the first connection, rejects nothing', async () => {
    create().close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(issuer.openStreams).toBe(0);
  });

  it.each<[string, object]>([
    ['issuer', { credentials }],
    ['issuer', { issuer: 'auth.example.com', credentials }],
    ['issuer', { issuer: 'localhost:3000', credentials }],
    ['credentials.clientId', { issuer: 'https://auth.example.com' }],
    ['credentials.clientId', { issuer: 'https://auth.example.com', credentials: { clientSecret: 's' } }],
    [
      'credentials.clientSecret',
      { issuer: 'https://auth.example.com', credentials: { clientId: 'c', clientSecret: '' } },
    ],
  ])('names a fault of the option %s', (name, options) => {
    expect(() => createAuth(options as never)).toThrow(`the option ${name}`);
  });

  it('an option that is undefined leaves the default of the testing kit', () => {
    const test = new TestAuth();
    jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
    expect(createAuth({ source: test, maxStaleness: undefined }).isStale()).toBe(false);
    expect(createAuth({ source: test, maxStaleness: 10 }).isStale()).toBe(true);
    expect(createAuth({ source: test, maxStaleness: 10, whenStale: 'allow' }).isStale()).toBe(false);
    jest.restoreAllMocks();
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) throw new Error('it did not come to that');
}
