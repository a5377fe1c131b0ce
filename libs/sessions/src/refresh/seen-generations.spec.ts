import { SeenGenerations } from './seen-generations';

describe('the generations that were seen', () => {
  const seen = () => new SeenGenerations(3);

  it('are the newest of each session, whatever comes later', () => {
    const generations = seen();
    for (const generation of [1, 3, 2]) generations.note('phone', generation);
    generations.note('laptop', 0);
    expect(generations.newestOf('phone')).toBe(3);
    expect(generations.newestOf('laptop')).toBe(0);
    expect(generations.drain()).toEqual(new Map([['phone', 3]]));
  });

  it('are handed out once for writing, and stay known', () => {
    const generations = seen();
    generations.note('phone', 1);
    generations.drain();
    generations.note('phone', 1);
    expect(generations.drain().size).toBe(0);
    expect(generations.newestOf('phone')).toBe(1);
  });

  it('are handed out again when writing failed, but for what is newer by now', () => {
    const generations = seen();
    generations.note('phone', 1);
    generations.note('laptop', 1);
    const taken = generations.drain();
    generations.note('phone', 2);
    generations.restore(taken);
    expect(generations.drain()).toEqual(
      new Map([
        ['phone', 2],
        ['laptop', 1],
      ]),
    );
  });

  it('are no more than there is room for, however long the database is away', () => {
    const generations = seen();
    for (let n = 0; n < 10; n++) {
      generations.note(`session ${n}`, 1);
      generations.restore(generations.drain());
    }
    expect([...generations.drain().keys()]).toEqual(['session 7', 'session 8', 'session 9']);
  });
});
