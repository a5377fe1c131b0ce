import { AcknowledgedRefreshGenerations } from './acknowledged-refresh-generations';

describe('AcknowledgedRefreshGenerations', () => {
  const empty = () => new AcknowledgedRefreshGenerations(3);

  it('keeps the highest of each session', () => {
    const generations = empty();
    for (const generation of [1, 3, 2]) generations.record('phone', generation);
    generations.record('laptop', 0);
    expect(generations.highestOf('phone')).toBe(3);
    expect(generations.highestOf('laptop')).toBe(0);
    expect(generations.drain()).toEqual(new Map([['phone', 3]]));
  });

  it('returns unsaved entries once, and still knows them', () => {
    const generations = empty();
    generations.record('phone', 1);
    generations.drain();
    generations.record('phone', 1);
    expect(generations.drain().size).toBe(0);
    expect(generations.highestOf('phone')).toBe(1);
  });

  it('returns entries again after a failed write, unless there is a newer one', () => {
    const generations = empty();
    generations.record('phone', 1);
    generations.record('laptop', 1);
    const taken = generations.drain();
    generations.record('phone', 2);
    generations.restore(taken);
    expect(generations.drain()).toEqual(
      new Map([
        ['phone', 2],
        ['laptop', 1],
      ]),
    );
  });

  it('stays within its capacity, however long the database is down', () => {
    const generations = empty();
    for (let n = 0; n < 10; n++) {
      generations.record(`session ${n}`, 1);
      generations.restore(generations.drain());
    }
    expect([...generations.drain().keys()]).toEqual(['session 7', 'session 8', 'session 9']);
  });
});
