import { createClient, type ClientOptions, type CollabSphereClient } from '../index.js';
import type { Channel, Platform } from '../platform/platform.js';
import { FakeLocks } from './fake-locks.fake.js';
import type { FakeService, ServiceRequest } from './fake-service.fake.js';

export interface Tab {
  client: CollabSphereClient;
  platform: Platform;
  alive: boolean;
  /** As by the task manager: nothing of it goes on, and the browser frees its locks. */
  kill(): void;
  dispatch(target: 'window' | 'document', event: string): void;
}

export type Fate = 'arrives' | 'request lost' | 'answer lost';

interface BrowserOptions {
  mode: 'cookie' | 'tokens';
  locks?: boolean;
  channels?: boolean;
  /** What happens to a request. */
  fate?: (request: ServiceRequest, tab: Tab) => Fate;
  client?: Partial<ClientOptions>;
}

/** The tabs of one browser: they share cookies, storage, locks and channels. */
export class FakeBrowser {
  readonly tabs: Tab[] = [];
  readonly stored = new Map<string, string>();
  cookie: string | undefined;
  online = true;
  private readonly locks = new FakeLocks();
  private readonly channels: { name: string; tab: Tab; channel: Channel }[] = [];

  constructor(
    private readonly service: FakeService,
    private readonly options: BrowserOptions,
  ) {}

  open(): Tab {
    const tab = { alive: true } as Tab;
    const { mode, locks = true, channels = true, client } = this.options;
    const window = new EventTarget();
    const document = Object.assign(new EventTarget(), { visibilityState: 'visible' as const });
    tab.platform = {
      fetch: ((url: string, init: RequestInit) => this.fetch(tab, url, init)) as typeof fetch,
      locks: locks ? this.locks.of(tab) : undefined,
      openChannel: channels ? (name) => this.openChannel(tab, name) : undefined,
      localStorage: this.localStorageOf(tab),
      window,
      document,
    };
    tab.kill = () => this.kill(tab);
    tab.dispatch = (target, event) => dispatch(tab, new Event(event), target);
    this.tabs.push(tab);
    tab.client = createClient({ url: 'https://auth.example.com', session: mode, platform: tab.platform, ...client });
    return tab;
  }

  private kill(tab: Tab): void {
    tab.alive = false;
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    this.locks.release(tab);
    tab.client.close();
  }

  private localStorageOf(tab: Tab): Platform['localStorage'] {
    const change = (key: string, apply: () => void) => {
      if (!tab.alive) return;
      apply();
      for (const other of this.tabs) if (other !== tab) dispatch(other, Object.assign(new Event('storage'), { key }));
    };
    return {
      getItem: (key) => this.stored.get(key) ?? null,
      setItem: (key, value) => change(key, () => this.stored.set(key, value)),
      removeItem: (key) => change(key, () => this.stored.delete(key)),
    };
  }

  private openChannel(tab: Tab, name: string): Channel {
    const channel: Channel = {
      onmessage: null,
      close: () => undefined,
      postMessage: (message) => {
        if (!tab.alive) return;
        const copy = structuredClone(message);
        for (const other of this.channels)
          if (other.name === name && other.channel !== channel)
            setTimeout(() => other.tab.alive && other.channel.onmessage?.({ data: copy } as MessageEvent), 2);
      },
    };
    this.channels.push({ name, tab, channel });
    return channel;
  }

  private async fetch(tab: Tab, url: string, init: RequestInit): Promise<Response> {
    const request: ServiceRequest = {
      path: new URL(url).pathname,
      token: new Headers(init.headers).get('authorization')?.replace('Bearer ', ''),
      body: JSON.parse((init.body as string | undefined) ?? '{}') as Record<string, unknown>,
    };
    const fate = this.online ? (this.options.fate?.(request, tab) ?? 'arrives') : 'request lost';
    await this.wait(tab, init.signal);
    if (fate === 'request lost') throw new TypeError('Failed to fetch');
    if (init.credentials === 'include') request.cookie = this.cookie;
    const { status, body, cookie } = this.service.answer(request);
    await this.wait(tab, init.signal);
    if (fate === 'answer lost') throw new TypeError('Failed to fetch');
    if (cookie !== undefined && init.credentials === 'include') this.cookie = cookie ?? undefined;
    return Response.json(body ?? null, { status });
  }

  /** On the way for 10 to 200 ms. What a killed tab waits for never comes. */
  private wait(tab: Tab, signal: AbortSignal | null | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      setTimeout(() => tab.alive && resolve(), 10 + 190 * Math.random());
    });
  }
}

const dispatch = (tab: Tab, event: Event, target: 'window' | 'document' = 'window') =>
  (tab.platform[target] as unknown as EventTarget).dispatchEvent(event);
