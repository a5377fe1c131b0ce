import type { Transport } from '../http/transport.js';
import type { ClientOptions } from '../options.js';
import type { Platform } from '../platform/platform.js';
import { CookieSessionSync } from './cookie-session-sync.js';
import { LeaseMutex } from './lease-mutex.js';
import { LocalMutex, type Mutex } from './mutex.js';
import { Session } from './session.js';
import { localStorageOf, memoryStorage, type SessionStorage } from './storage.js';
import { StoredSessionSync } from './stored-session-sync.js';
import { WebLockMutex } from './web-lock-mutex.js';

interface OpenSession {
  session: Session;
  key: string;
  /** With `session: 'tokens'`. */
  storage?: SessionStorage;
}

export function openSession(options: ClientOptions, platform: Platform, transport: Transport): OpenSession {
  const { session: mode, url, storageKey = `collabsphere:${url}` } = options;
  if (mode === 'cookie') {
    const sync = new CookieSessionSync(storageKey, platform);
    return { session: new Session(mode, transport, mutexOf(platform, storageKey), sync), key: storageKey };
  }
  const storage = options.storage ?? (platform.localStorage ? localStorageOf(platform.localStorage) : memoryStorage());
  const mutex = storage.shared ? mutexOf(platform, storageKey) : new LocalMutex();
  const sync = new StoredSessionSync(storage, storageKey, platform);
  return { session: new Session(mode, transport, mutex, sync), key: storageKey, storage };
}

function mutexOf({ locks, localStorage }: Platform, key: string): Mutex {
  if (locks) return new WebLockMutex(locks, key);
  return localStorage ? new LeaseMutex(localStorage, `${key}:lock`) : new LocalMutex();
}
