import { setImmediate } from 'node:timers/promises';
import { forEachConcurrently } from './for-each-concurrently';

describe('forEachConcurrently', () => {
  const items = Array.from({ length: 50 }, (_, n) => n * n);

  it('passes each item once with its index, and runs no more at once than allowed', async () => {
    const seen: [number, number][] = [];
    let [running, most] = [0, 0];
    await forEachConcurrently(items, 4, async (item, index) => {
      most = Math.max(most, ++running);
      await setImmediate();
      seen.push([index, item]);
      running--;
    });
    expect(seen.sort(([a], [b]) => a - b)).toEqual([...items.entries()]);
    expect(most).toBe(4);
  });

  it('begins nothing after a failure, and throws it when nothing runs any more', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const done = forEachConcurrently(items, 4, async (_, index) => {
      begun.push(index);
      if (index === 2) throw new Error('disk full');
      await setImmediate();
      ended.push(index);
    });
    await expect(done).rejects.toThrow('disk full');
    expect([begun, ended]).toEqual([
      [0, 1, 2, 3],
      [0, 1, 3],
    ]);
  });

  it('does nothing without items', async () => {
    await forEachConcurrently([], 4, () => Promise.reject(new Error('called')));
  });
});
