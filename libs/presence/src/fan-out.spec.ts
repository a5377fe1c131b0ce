import { Metrics } from '#platform';
import { FanOut } from './fan-out';
import { LastSeenArchive } from './last-seen.archive';
import type { Presence } from './presence';
import type { PresenceStore } from './presence-store';

jest.useFakeTimers();

const version = (userId: string, n: number): Presence => ({
  userId,
  isOnline: true,
  status: 'online',
  text: null,
  lastSeen: 0,
  devices: [],
  version: n,
});

function fanOut(read: () => Promise<Map<string, Presence>> = async () => new Map()) {
  let hear: (presence: Presence) => void = () => undefined;
  const store = { read, onChange: (listener: typeof hear) => ((hear = listener), () => undefined) };
  const told: string[] = [];
  const fan = new FanOut(store as unknown as PresenceStore, new LastSeenArchive(), new Metrics());
  fan.setPublisher(({ userId, version }) => told.push(`${userId}${version}`));
  return { fan, told, hear: (presence: Presence) => hear(presence) };
}

describe('FanOut', () => {
  it('tells the first change soon, and what follows within 250 ms as one', () => {
    const { told, hear } = fanOut();
    hear(version('ann', 1));
    jest.advanceTimersByTime(1);
    expect(told).toEqual(['ann1']);
    for (const n of [2, 3, 4]) hear(version('ann', n));
    hear(version('ben', 1));
    jest.advanceTimersByTime(240);
    expect(told).toEqual(['ann1']);
    jest.advanceTimersByTime(10);
    expect(told).toEqual(['ann1', 'ann4', 'ben1']);
  });

  it('tells a user who changes all the time four times a second, and the last change in the end', () => {
    const { told, hear } = fanOut();
    for (let n = 1; n <= 1000; n++) {
      hear(version('ann', n));
      jest.advanceTimersByTime(10);
    }
    jest.advanceTimersByTime(250);
    expect(told.length).toBeLessThanOrEqual(42);
    expect(told.at(-1)).toBe('ann1000');
  });

  it('gives no snapshot that is older than an event told before it', async () => {
    let answer: (read: Map<string, Presence>) => void = () => undefined;
    const { fan, told, hear } = fanOut(() => new Promise((resolve) => (answer = resolve)));
    const snapshot = fan.snapshot(['ann', 'ben']);
    hear(version('ann', 5));
    hear(version('ben', 6));
    jest.advanceTimersByTime(1);
    expect(told).toEqual(['ann5', 'ben6']);
    answer(
      new Map([
        ['ann', version('ann', 4)],
        ['ben', version('ben', 7)],
      ]),
    );
    expect((await snapshot).map(({ version }) => version)).toEqual([5, 7]);
    // What was heard during an earlier snapshot says nothing of a later one, as when a store has begun anew.
    const later = fan.snapshot(['ann']);
    answer(new Map([['ann', version('ann', 1)]]));
    expect((await later)[0]!.version).toBe(1);
  });

  it('makes a pause while it tells very many, and loses none', () => {
    const { fan, hear } = fanOut();
    let clock = 0;
    const now = jest.spyOn(performance, 'now').mockImplementation(() => clock);
    const told = new Set<string>();
    fan.setPublisher(({ userId }) => {
      clock += 5;
      told.add(userId);
    });
    for (let n = 0; n < 100; n++) hear(version(`user${n}`, 1));
    jest.advanceTimersToNextTimer();
    expect(told.size).toBeGreaterThan(0);
    expect(told.size).toBeLessThan(10);
    while (jest.getTimerCount() > 0) jest.advanceTimersToNextTimer();
    expect(told.size).toBe(100);
    now.mockRestore();
  });
});
