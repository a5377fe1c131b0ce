import { FakeBrowser } from '../testing/fake-browser.fake.js';
import { FakeService, type ServiceRequest } from '../testing/fake-service.fake.js';
import { settle, useRealTime, useVirtualTime } from '../testing/virtual-time.fake.js';
import type { PushRegistration } from './push.js';

let requests: ServiceRequest[];
let service: FakeService;
beforeEach(() => {
  useVirtualTime();
  requests = [];
  service = new FakeService();
  service.override = (request) => {
    requests.push(request);
    if (request.path === '/api/push/web-key') return { status: 200, body: { public_key: '-_8' } };
    return request.path.startsWith('/api/devices/') ? { status: 200, body: { push_enabled: true } } : undefined;
  };
});
afterEach(useRealTime);

const signedIn = async () => {
  const { client } = new FakeBrowser(service, { mode: 'tokens' }).open();
  await settle(client.auth.login({ email: 'ada@example.com', password: 'securepass123' }));
  return client;
};

function registration(key?: number[]) {
  const old = key && { options: { applicationServerKey: new Uint8Array(key).buffer }, unsubscribe: jest.fn() };
  const subscribe = jest.fn(async (_: object) => ({ toJSON: () => ({ endpoint: 'https://push.example.com/1' }) }));
  const pushManager = { getSubscription: async () => old ?? null, subscribe };
  return { old, subscribe, pushManager: pushManager as unknown as PushRegistration['pushManager'] };
}

describe('Web Push', () => {
  it('subscribes with the key of the service, and sends the subscription for this device', async () => {
    const client = await signedIn();
    const browser = registration();
    await settle(client.push.subscribe(browser));
    expect(browser.subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: '-_8' });
    expect(requests.at(-1)).toMatchObject({
      path: '/api/devices/session-1',
      body: { push: { kind: 'webpush', subscription: { endpoint: 'https://push.example.com/1' } } },
    });
  });

  it('replaces a subscription with another key, and keeps one with the same', async () => {
    const client = await signedIn();
    const [other, same] = [registration([1, 2]), registration([0xfb, 0xff])];
    await settle(client.push.subscribe(other));
    await settle(client.push.subscribe(same));
    expect(other.old!.unsubscribe).toHaveBeenCalledTimes(1);
    expect(same.old!.unsubscribe).not.toHaveBeenCalled();
  });

  it('is not supported where the user does not allow it', async () => {
    const client = await signedIn();
    const browser = registration();
    browser.subscribe.mockRejectedValue(new DOMException('denied', 'NotAllowedError'));
    await expect(settle(client.push.subscribe(browser))).rejects.toMatchObject({ code: 'push_not_supported' });
  });

  it('needs a session', async () => {
    const { client } = new FakeBrowser(service, { mode: 'tokens' }).open();
    await expect(settle(client.push.setToken('fcm'))).rejects.toMatchObject({ code: 'signed_out' });
  });
});
