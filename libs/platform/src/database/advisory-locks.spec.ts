import { advisoryLocks } from './advisory-locks';

describe('advisoryLocks', () => {
  const numbers = Object.values(advisoryLocks);

  it('gives each critical section a number of its own', () => {
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('has numbers that PostgreSQL and JavaScript represent exactly', () => {
    for (const number of numbers) expect(Number.isSafeInteger(number)).toBe(true);
  });
});
