import { DatabaseClock } from './database-clock';

const HOUR = 3_600_000;

describe('DatabaseClock', () => {
  let databaseClock: DatabaseClock;
  beforeEach(() => {
    databaseClock = new DatabaseClock();
  });
  afterEach(() => jest.restoreAllMocks());

  it('is the clock of the machine until PostgreSQL has answered, and that of PostgreSQL from then on', () => {
    jest.spyOn(Date, 'now').mockReturnValue(5000);
    expect(databaseClock.now()).toBe(5000);
    expect(databaseClock.date()).toEqual(new Date(5000));

    const time = Date.parse('2026-11-27T12:00:00Z');
    databaseClock.synchronize(time, performance.now());
    jest.spyOn(Date, 'now').mockReturnValue(HOUR);
    expect(Math.abs(databaseClock.now() - time)).toBeLessThan(5000);
    expect(Math.abs(databaseClock.date().getTime() - time)).toBeLessThan(5000);
  });

  it('follows PostgreSQL whose clock was set', () => {
    const time = Date.parse('2026-11-27T12:00:00Z');
    for (const set of [time, time - HOUR, time + HOUR]) {
      databaseClock.synchronize(set, performance.now());
      expect(Math.abs(databaseClock.now() - set)).toBeLessThan(5000);
    }
  });
});
