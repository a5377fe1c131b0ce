import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { BatchWriter } from './batch-writer';

/** Values that wait, and a database that takes them when it is let. */
class FakeDatabase {
  buffer = new Map<string, number>();
  readonly written: [string[], number[]][] = [];
  private pendingQueries: { resolve: () => void; reject: (error: Error) => void }[] = [];

  readonly database = {
    query: (_statement: string, parameters: [string[], number[]]) => {
      this.written.push(parameters);
      return new Promise<void>((resolve, reject) => this.pendingQueries.push({ resolve, reject }));
    },
  } as unknown as DataSource;

  drain(): Map<string, number> {
    const taken = this.buffer;
    this.buffer = new Map();
    return taken;
  }

  restore(taken: ReadonlyMap<string, number>): void {
    for (const [id, value] of taken) if (!this.buffer.has(id)) this.buffer.set(id, value);
  }

  /** The statement that has waited longest is answered, once it was sent. */
  async completeQuery(error?: Error): Promise<void> {
    while (this.pendingQueries.length === 0) await new Promise(setImmediate);
    const { resolve, reject } = this.pendingQueries.shift()!;
    if (error) reject(error);
    else resolve();
  }
}

class Writer extends BatchWriter<number> {
  constructor(database: FakeDatabase) {
    super(database.database, database, { intervalMs: 100, statement: 'UPDATE', toParameter: (value) => value * 10 });
  }
}

describe('what is written in batches', () => {
  let desk: FakeDatabase;
  let writer: Writer;
  let warn: jest.SpyInstance;
  beforeEach(() => {
    desk = new FakeDatabase();
    writer = new Writer(desk);
    warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  });
  afterEach(() => jest.restoreAllMocks());

  it('goes out in one statement, and none where there is nothing', async () => {
    await writer.flush();
    desk.buffer = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    await Promise.all([writer.flush(), desk.completeQuery()]);
    expect(desk.written).toEqual([
      [
        ['a', 'b'],
        [10, 20],
      ],
    ]);
  });

  it('goes out in several where there is much, and what had not gone out is kept', async () => {
    desk.buffer = new Map(Array.from({ length: 12_000 }, (_, n) => [`${n}`, n]));
    await Promise.all([writer.flush(), desk.completeQuery().then(() => desk.completeQuery(new Error('no database')))]);
    expect(desk.written.map(([ids]) => ids.length)).toEqual([5000, 5000]);
    expect(desk.buffer.size).toBe(7000);
  });

  it('is kept while the database is unavailable, which is logged once', async () => {
    desk.buffer.set('a', 1);
    for (let n = 0; n < 3; n++) await Promise.all([writer.flush(), desk.completeQuery(new Error('no database'))]);
    expect(desk.buffer).toEqual(new Map([['a', 1]]));
    expect(warn).toHaveBeenCalledTimes(1);
    await Promise.all([writer.flush(), desk.completeQuery()]);
    expect(desk.buffer.size).toBe(0);
    desk.buffer.set('a', 2);
    await Promise.all([writer.flush(), desk.completeQuery(new Error('away again'))]);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('is written by one statement at a time, however slow the database is', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    desk.buffer.set('a', 1);
    writer.start();
    jest.advanceTimersByTime(100);
    await new Promise(setImmediate);
    desk.buffer.set('b', 2);
    jest.advanceTimersByTime(1000);
    await new Promise(setImmediate);
    expect(desk.written).toEqual([[['a'], [10]]]);
    await desk.completeQuery();
    await new Promise(setImmediate);
    jest.advanceTimersByTime(100);
    await desk.completeQuery();
    expect(desk.written).toEqual([
      [['a'], [10]],
      [['b'], [20]],
    ]);
    jest.useRealTimers();
    await writer.beforeApplicationShutdown();
  });

  it('is written at the end too, what came while a statement was on its way included', async () => {
    desk.buffer.set('a', 1);
    const first = writer.flush();
    await new Promise(setImmediate);
    desk.buffer.set('b', 2);
    const end = writer.beforeApplicationShutdown();
    await desk.completeQuery();
    await desk.completeQuery();
    await Promise.all([first, end]);
    expect(desk.written.map(([ids]) => ids)).toEqual([['a'], ['b']]);
  });
});
