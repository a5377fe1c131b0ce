import { Logger } from '@nestjs/common';
import { Maintenance } from './maintenance';

const HOUR = 3_600_000;

describe('Maintenance', () => {
  let maintenance: Maintenance;
  let runs: string[];
  let warn: jest.SpyInstance;

  beforeEach(() => {
    jest.useFakeTimers();
    warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    maintenance = new Maintenance();
    runs = [];
  });
  afterEach(() => {
    maintenance.onApplicationShutdown();
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const register = (name: string, run: () => Promise<number | undefined> = async () => undefined, intervalMs = HOUR) =>
    maintenance.register({
      name,
      intervalMs,
      run: () => {
        runs.push(name);
        return run();
      },
    });

  it('runs nothing before start, nor before the interval has passed', async () => {
    register('a');
    await jest.advanceTimersByTimeAsync(2 * HOUR);
    maintenance.start();
    await jest.advanceTimersByTimeAsync(HOUR - 1);
    expect(runs).toEqual([]);
  });

  it('runs every task at its interval, in the order of registration', async () => {
    register('a');
    register('b', undefined, HOUR / 2);
    maintenance.start();
    await jest.advanceTimersByTimeAsync(HOUR);
    expect(runs).toEqual(['b', 'a', 'b']);
  });

  it('runs the tasks after one that fails, and logs the failure', async () => {
    register('rejects', () => Promise.reject(new Error('no database')));
    register('throws', () => {
      throw new Error('a bug');
    });
    register('works');
    maintenance.start();
    await jest.advanceTimersByTimeAsync(2 * HOUR);
    expect(runs).toEqual(['rejects', 'throws', 'works', 'rejects', 'throws', 'works']);
    expect(warn).toHaveBeenCalledTimes(4);
    expect(warn).toHaveBeenCalledWith({ msg: expect.stringContaining('"rejects"'), err: new Error('no database') });
  });

  it('runs one task at a time', async () => {
    let finish!: () => void;
    register('slow', () => new Promise<undefined>((resolve) => (finish = () => resolve(undefined))));
    register('next');
    maintenance.start();
    await jest.advanceTimersByTimeAsync(HOUR);
    expect(runs).toEqual(['slow']);
    finish();
    await jest.advanceTimersByTimeAsync(0);
    expect(runs).toEqual(['slow', 'next']);
  });

  it('runs every task once on demand, after those that are running, and returns what each one did', async () => {
    let finish!: () => void;
    register('slow', () => new Promise<number>((resolve) => (finish = () => resolve(7))));
    register('fails', () => Promise.reject(new Error('no database')));
    register('elsewhere');
    const results = maintenance.runAll();
    await jest.advanceTimersByTimeAsync(0);
    expect(runs).toEqual(['slow']);
    finish();
    expect(await results).toEqual([
      { name: 'slow', rows: 7 },
      { name: 'fails', error: new Error('no database') },
      { name: 'elsewhere', rows: undefined },
    ]);
  });

  it('leaves out on demand what only reloads data', async () => {
    const run = jest.fn(async () => undefined);
    maintenance.register({ name: 'reload', isReload: true, intervalMs: HOUR, run });
    expect(await maintenance.runAll()).toEqual([]);
    maintenance.start();
    await jest.advanceTimersByTimeAsync(HOUR);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('runs nothing after shutdown', async () => {
    register('a');
    maintenance.start();
    maintenance.onApplicationShutdown();
    await jest.advanceTimersByTimeAsync(2 * HOUR);
    expect(runs).toEqual([]);
  });
});
