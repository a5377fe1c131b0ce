import { delayAfter, type FailurePolicy, placesAfter } from './failure-policy';

const growing: FailurePolicy = { limit: 10, windowMs: 1_000_000, free: 3, firstDelayMs: 1000, maxDelayMs: 5000 };
const plain: FailurePolicy = { limit: 3, windowMs: 60_000 };

it('lets the free ones pass, then waits twice as long each time up to the maximum', () => {
  expect([0, 2, 3, 4, 5, 6, 9, 1000].map((n) => delayAfter(n, growing))).toEqual([
    0, 0, 1000, 2000, 4000, 5000, 5000, 5000,
  ]);
});

it('has no waits unless they are given', () => {
  expect([0, 2, 3].map((n) => delayAfter(n, plain))).toEqual([0, 0, 0]);
});

it('lets no more run at once than may be wrong without a wait', () => {
  expect([0, 2, 3, 9, 10].map((n) => placesAfter(n, growing))).toEqual([3, 1, 1, 1, 0]);
  expect([0, 2, 3].map((n) => placesAfter(n, plain))).toEqual([3, 1, 0]);
});
