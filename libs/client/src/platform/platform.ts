/** The part of `localStorage` that is used. */
export type LocalStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The part of `BroadcastChannel` that is used. */
export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close(): void;
}

type Events = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/** What the runtime offers. Everything but `fetch` may be missing. */
export interface Platform {
  fetch: typeof fetch;
  locks?: Pick<LockManager, 'request'>;
  openChannel?: (name: string) => Channel;
  localStorage?: LocalStorage;
  /** For `online`, `storage`, `pageshow` and input. */
  window?: Events;
  document?: Events & Pick<Document, 'visibilityState'>;
}

interface Globals {
  window?: Window;
  document?: Document;
  WorkerGlobalScope?: unknown;
  BroadcastChannel?: new (name: string) => Channel;
  navigator?: { locks?: LockManager };
}

/**
 * Of a page or a worker. In Node only `fetch` is taken: the locks and channels of a server would connect the sessions of
 * different users. React Native has none of the rest.
 */
export function detectPlatform(): Platform {
  const { window, document, WorkerGlobalScope, BroadcastChannel, navigator } = globalThis as unknown as Globals;
  const platform: Platform = { fetch: (input, init) => globalThis.fetch(input, init) };
  const isPage = !!document && !!window?.addEventListener;
  if (!isPage && !WorkerGlobalScope) return platform;
  return {
    ...platform,
    locks: navigator?.locks,
    openChannel: BroadcastChannel && ((name) => new BroadcastChannel(name)),
    localStorage: findLocalStorage(),
    ...(isPage && { window, document }),
  };
}

/** Reading the property throws where the user has blocked storage. */
function findLocalStorage(): LocalStorage | undefined {
  try {
    return (globalThis as { localStorage?: LocalStorage }).localStorage ?? undefined;
  } catch {
    return undefined;
  }
}
