import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { BatchWriter } from './batch-writer';

/** Values that wait, and a database that takes them when it is let. */
class Desk {
  unsaved = new Map<string, number>();
  readonly written: [string[], number[]][] = [];
  private answers: { resolve: () => void; reject: (error: Error) => void }[] = [];

  readonly database = {
    query: (_statement: string, parameters: [string[], number[]]) => {
      this.written.push(parameters);
      return new Promise<void>((resolve, reject) => this.answers.push({ resolve, reject }));
    },
  } as unknown as DataSource;

  take(): Map<string, number> {
    const taken = this.unsaved;
    this.unsaved = new Map();
    return taken;
  }

  giveBack(taken: ReadonlyMap<string, number>): void {
    for (const [id, value] of taken) if (!this.unsaved.has(id)) this.unsaved.set(id, value);
  }

  /** The statement that has waited longest is answered, once it was sent. */
  async answer(error?: Error): Promise<void> {
    while (this.answers.length === 0) await new Promise(setImmediate);
    const { resolve, reject } = this.answers.shift()!;
    if (error) reject(error);
    else resolve();
  }
}

class Writer extends BatchWriter<number> {
  constructor(desk: Desk) {
    super(desk.database, desk, { everyMs: 100, statement: 'UPDATE', toParameter: (value) => value * 10 });
  }
}

describe('what is written in batches', () => {
  let desk: Desk;
  let writer: Writer;
  let warn: jest.SpyInstance;
  beforeEach(() => {
    desk = new Desk();
    writer = new Writer(desk);
    warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  });
  afterEach(() => jest.restoreAllMocks());

  it('goes out in one statement, and none where there is nothing', async () => {
    await writer.flush();
    desk.unsaved = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    await Promise.all([writer.flush(), desk.answer()]);
    expect(desk.written).toEqual([
      [
        ['a', 'b'],
        [10, 20],
      ],
    ]);
  });

  it('goes out in several where there is much, and what had not gone out is kept', async () => {
    desk.unsaved = new Map(Array.from({ length: 12_000 }, (_, n) => [`${n}`, n]));
    await Promise.all([writer.flush(), desk.answer().then(() => desk.answer(new Error('no database')))]);
    expect(desk.written.map(([ids]) => ids.length)).toEqual([5000, 5000]);
    expect(desk.unsaved.size).toBe(7000);
  });

  it('is kept while the database is away, which is said once', async () => {
    desk.unsaved.set('a', 1);
    for (let n = 0; n < 3; n++) await Promise.all([writer.flush(), desk.answer(new Error('no database'))]);
    expect(desk.unsaved).toEqual(new Map([['a', 1]]));
    expect(warn).toHaveBeenCalledTimes(1);
    await Promise.all([writer.flush(), desk.answer()]);
    expect(desk.unsaved.size).toBe(0);
    desk.unsaved.set('a', 2);
    await Promise.all([writer.flush(), desk.answer(new Error('away again'))]);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it('is written by one statement at a time, however slow the database is', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    desk.unsaved.set('a', 1);
    writer.start();
    jest.advanceTimersByTime(100);
    await new Promise(setImmediate);
    desk.unsaved.set('b', 2);
    jest.advanceTimersByTime(1000);
    await new Promise(setImmediate);
    expect(desk.written).toEqual([[['a'], [10]]]);
    await desk.answer();
    await new Promise(setImmediate);
    jest.advanceTimersByTime(100);
    await desk.answer();
    expect(desk.written).toEqual([
      [['a'], [10]],
      [['b'], [20]],
    ]);
    jest.useRealTimers();
    await writer.beforeApplicationShutdown();
  });

  it('is written at the end too, what came while a statement was on its way included', async () => {
    desk.unsaved.set('a', 1);
    const first = writer.flush();
    await new Promise(setImmediate);
    desk.unsaved.set('b', 2);
    const end = writer.beforeApplicationShutdown();
    await desk.answer();
    await desk.answer();
    await Promise.all([first, end]);
    expect(desk.written.map(([ids]) => ids)).toEqual([['a'], ['b']]);
  });
});
