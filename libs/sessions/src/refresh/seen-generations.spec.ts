import { SeenGenerations } from './seen-generations';

describe('the generations that were seen', () => {
  const seen = () => new SeenGenerations(3);

  it('are the newest of each session, whatever comes later', () => {
    const generations = seen();
    for (const generation of [1, 3, 2]) generations.record('phone', generation);
    generations.record('laptop', 0);
    expect(generations.highestOf('phone')).toBe(3);
    expect(generations.highestOf('laptop')).toBe(0);
    expect(generations.take()).toEqual(new Map([['phone', 3]]));
  });

  it('are handed out once for writing, and stay known', () => {
    const generations = seen();
    generations.record('phone', 1);
    generations.take();
    generations.record('phone', 1);
    expect(generations.take().size).toBe(0);
    expect(generations.highestOf('phone')).toBe(1);
  });

  it('are handed out again when writing failed, but for what is newer by now', () => {
    const generations = seen();
    generations.record('phone', 1);
    generations.record('laptop', 1);
    const taken = generations.take();
    generations.record('phone', 2);
    generations.giveBack(taken);
    expect(generations.take()).toEqual(
      new Map([
        ['phone', 2],
        ['laptop', 1],
      ]),
    );
  });

  it('are no more than there is room for, however long the database is away', () => {
    const generations = seen();
    for (let n = 0; n < 10; n++) {
      generations.record(`session ${n}`, 1);
      generations.giveBack(generations.take());
    }
    expect([...generations.take().keys()]).toEqual(['session 7', 'session 8', 'session 9']);
  });
});
