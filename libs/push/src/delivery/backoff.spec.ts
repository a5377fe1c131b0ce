import { backoff } from './backoff';

it.each([
  [1, 1000],
  [2, 2000],
  [5, 16_000],
  [9, 256_000],
  [10, 300_000],
  [60, 300_000],
])('after %d tries waits %d ms, and up to half as much longer', (attempts, ms) => {
  expect(backoff(attempts, undefined, 0)).toBe(ms);
  expect(backoff(attempts, undefined, 1)).toBe(ms * 1.5);
});

it('never comes sooner than it was asked to', () => {
  expect(backoff(1, 60, 0)).toBe(60_000);
  expect(backoff(1, 3600, 1)).toBe(3_750_000);
  expect(backoff(10, 5, 0)).toBe(300_000);
});
