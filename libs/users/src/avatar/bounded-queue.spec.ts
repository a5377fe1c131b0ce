import { BoundedQueue } from './bounded-queue';

describe('BoundedQueue', () => {
  const full = new Error('full');
  const tick = () => new Promise((resolve) => setImmediate(resolve));

  function controlled() {
    const open: (() => void)[] = [];
    const task = () => new Promise<void>((resolve) => open.push(resolve));
    return { open, task };
  }

  it('runs at most the configured number at once, and all of them in the end', async () => {
    const queue = new BoundedQueue({ running: 2, waiting: 100 }, () => full);
    let running = 0;
    let most = 0;
    const task = async (index: number) => {
      most = Math.max(most, ++running);
      await tick();
      running -= 1;
      return index;
    };
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => queue.run(() => task(index))));
    expect(results).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(most).toBe(2);
  });

  it('rejects a task while the queue is full, and accepts the next once a slot is free', async () => {
    const queue = new BoundedQueue({ running: 1, waiting: 1 }, () => full);
    const { open, task } = controlled();
    const first = queue.run(task);
    const second = queue.run(task);
    await expect(queue.run(task)).rejects.toBe(full);

    open.shift()!();
    await first;
    await tick();
    const third = queue.run(task);
    open.shift()!();
    await second;
    await tick();
    open.shift()!();
    await third;
  });

  it('releases the slot when a task fails', async () => {
    const queue = new BoundedQueue({ running: 1, waiting: 1 }, () => full);
    const failing = queue.run(() => Promise.reject(new Error('broken')));
    const next = queue.run(async () => 'ran');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('ran');
    expect(await queue.run(async () => 'ran again')).toBe('ran again');
  });
});
