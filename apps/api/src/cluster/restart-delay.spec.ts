import { RestartDelay } from './restart-delay';

describe('RestartDelay', () => {
  it('doubles while workers end soon after their start, up to 30 s', () => {
    const delay = new RestartDelay();
    const delays = Array.from({ length: 12 }, () => delay.next(500));
    expect(delays.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(delays.at(-1)).toBe(30_000);
  });

  it('starts again after a worker that lived for long', () => {
    const delay = new RestartDelay();
    for (let n = 0; n < 5; n++) delay.next(0);
    expect(delay.next(30_000)).toBe(100);
    expect(delay.next(0)).toBe(200);
  });
});
