import { MemoryRateLimitStore } from './memory-rate-limit-store';
import { rateLimitStoreContract } from './rate-limit-store.contract';
import { RESERVATION_MS } from './rate-limit-store';

const POLICY = { limit: 1, windowMs: 60_000 };

describe('MemoryRateLimitStore', () => {
  rateLimitStoreContract(() => {
    const store = new MemoryRateLimitStore();
    return Promise.resolve({ store, close: () => store.onModuleDestroy() });
  });

  it('releases an attempt that is never settled', async () => {
    jest.useFakeTimers();
    const store = new MemoryRateLimitStore();
    try {
      expect((await store.reserve('key', POLICY)).outcome).toBe('reserved');
      expect((await store.reserve('key', POLICY)).outcome).toBe('busy');
      jest.advanceTimersByTime(RESERVATION_MS);
      expect((await store.reserve('key', POLICY)).outcome).toBe('reserved');
    } finally {
      store.onModuleDestroy();
      jest.useRealTimers();
    }
  });
});
