import { CollabSphereError } from '../errors.js';
import type { components } from '../generated/openapi.js';
import type { Api } from '../http/api-types.js';
import type { Session } from '../session/session.js';

type Device = components['schemas']['Device'];
type Subscription = components['schemas']['WebPushSubscription'];

/** The part of a `ServiceWorkerRegistration` that is used. */
export type PushRegistration = Pick<ServiceWorkerRegistration, 'pushManager'>;

/** Where this device gets notifications while its user is offline. Signing out ends it. */
export class Push {
  constructor(
    private readonly api: Api,
    private readonly session: Session,
  ) {}

  /**
   * Web Push. Call it after a click: browsers ask the user then. `registration` is that of the page's service worker.
   * @throws {CollabSphereError} `push_not_supported`, if the browser has no push or the user does not allow it
   */
  async subscribe(registration: PushRegistration): Promise<Device> {
    const subscription = await this.subscribeBrowser(registration);
    return this.set({ push: { kind: 'webpush', subscription: subscription.toJSON() as Subscription } });
  }

  /** The token of Firebase Cloud Messaging. Call it at each start: FCM changes tokens. */
  setToken(token: string): Promise<Device> {
    return this.set({ push: { kind: 'fcm', token } });
  }

  /** This device gets no more pushes. */
  async unsubscribe(registration?: PushRegistration): Promise<Device> {
    const device = await this.set({ push: null });
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
    return device;
  }

  private async subscribeBrowser(registration: PushRegistration): Promise<PushSubscription> {
    const { public_key } = await this.api.GET('/api/push/web-key');
    const options = { userVisibleOnly: true, applicationServerKey: public_key };
    try {
      const old = await registration.pushManager.getSubscription();
      // Of another service: a browser refuses a second key.
      if (old && !hasKey(old, public_key)) await old.unsubscribe();
      return await registration.pushManager.subscribe(options);
    } catch (cause) {
      throw new CollabSphereError('push_not_supported', { detail: (cause as Error).message, cause });
    }
  }

  private async set(body: components['schemas']['DeviceEdit']): Promise<Device> {
    const session = await this.session.fresh();
    if (!session) throw new CollabSphereError('signed_out');
    return this.api.PUT('/api/devices/{id}', { params: { path: { id: session.sessionId } }, body });
  }
}

function hasKey({ options }: PushSubscription, key: string): boolean {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '') === key;
}
