import type { LocalStorage } from '../platform/platform.js';

/**
 * Where `session: 'tokens'` keeps its tokens. React Native's `AsyncStorage`, or a wrapper of the system's key store, fits
 * by `asyncStorage`.
 */
export interface SessionStorage {
  get(key: string): string | null | undefined | Promise<string | null | undefined>;
  set(key: string, value: string): void | Promise<void>;
  remove(key: string): void | Promise<void>;
  /** Whether other tabs and workers read and write the same. */
  readonly shared?: boolean;
}

/** Gone with the page or process. */
export function memoryStorage(): SessionStorage {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}

/** Of the browser. Every script of the page can read it: prefer `session: 'cookie'`. */
export function localStorageOf(storage: LocalStorage): SessionStorage {
  return {
    shared: true,
    get: (key) => storage.getItem(key),
    set: (key, value) => storage.setItem(key, value),
    remove: (key) => storage.removeItem(key),
  };
}

interface AsyncStorage {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<unknown>;
  removeItem(key: string): Promise<unknown>;
}

/** `createClient({ storage: asyncStorage(AsyncStorage) })` */
export function asyncStorage(storage: AsyncStorage): SessionStorage {
  return {
    get: (key) => storage.getItem(key),
    set: async (key, value) => void (await storage.setItem(key, value)),
    remove: async (key) => void (await storage.removeItem(key)),
  };
}
