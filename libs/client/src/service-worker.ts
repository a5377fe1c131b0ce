/** What the service sends by Web Push. */
export interface PushMessage {
  title: string;
  body: string;
  tag: string;
  silent: boolean;
  data: Record<string, string>;
}

interface PushWorkerOptions {
  /** Icons, actions and the like for `showNotification`. */
  show?: (message: PushMessage) => NotificationOptions;
  /** The page to open after a click; by default the start page. */
  urlOf?: (message: Pick<PushMessage, 'data'>) => string;
}

interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

interface Worker {
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll(options: object): Promise<{ url: string; focus(): Promise<unknown> }[]>;
    openWindow(url: string): Promise<unknown>;
  };
  location: Location;
  addEventListener(type: string, listener: (event: never) => void): void;
}

/** For your service worker: shows the notifications, and opens the application after a click. */
export function handlePush({ show, urlOf = () => '/' }: PushWorkerOptions = {}): void {
  const worker = globalThis as unknown as Worker;
  worker.addEventListener('push', (event: ExtendableEvent & { data: { json(): PushMessage } | null }) => {
    if (!event.data) return;
    const message = event.data.json();
    const { title, body, tag, silent, data } = message;
    event.waitUntil(worker.registration.showNotification(title, { body, tag, silent, data, ...show?.(message) }));
  });
  worker.addEventListener('notificationclick', (event: ExtendableEvent & { notification: Notification }) => {
    const { notification } = event;
    notification.close();
    event.waitUntil(open(worker, urlOf({ data: notification.data as Record<string, string> })));
  });
}

async function open(worker: Worker, url: string): Promise<void> {
  const target = new URL(url, worker.location.href).href;
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => one.url === target);
  await (page ? page.focus() : worker.clients.openWindow(target));
}
