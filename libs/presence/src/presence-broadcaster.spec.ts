import { Metrics } from '#platform';
import { PresenceBroadcaster } from './presence-broadcaster';
import { LastSeenFallback } from './last-seen.fallback';
import type { Presence } from './presence';
import type { PresenceTracker } from './presence-tracker';

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

function createBroadcaster(read: () => Promise<Map<string, Presence>> = async () => new Map()) {
  let change: (presence: Presence) => void = () => undefined;
  const tracker = { read, onChange: (listener: typeof change) => ((change = listener), () => undefined) };
  const published: string[] = [];
  const broadcaster = new PresenceBroadcaster(
    tracker as unknown as PresenceTracker,
    new LastSeenFallback(),
    new Metrics(),
  );
  broadcaster.setPublisher(({ userId, version }) => published.push(`${userId}${version}`));
  return { broadcaster, published, change: (presence: Presence) => change(presence) };
}

describe('PresenceBroadcaster', () => {
  it('publishes the first change soon, and coalesces those within 250 ms', () => {
    const { published, change } = createBroadcaster();
    change(version('ann', 1));
    jest.advanceTimersByTime(1);
    expect(published).toEqual(['ann1']);
    for (const n of [2, 3, 4]) change(version('ann', n));
    change(version('ben', 1));
    jest.advanceTimersByTime(240);
    expect(published).toEqual(['ann1']);
    jest.advanceTimersByTime(10);
    expect(published).toEqual(['ann1', 'ann4', 'ben1']);
  });

  it('publishes constant changes four times per second, and the last one at the end', () => {
    const { published, change } = createBroadcaster();
    for (let n = 1; n <= 1000; n++) {
      change(version('ann', n));
      jest.advanceTimersByTime(10);
    }
    jest.advanceTimersByTime(250);
    expect(published.length).toBeLessThanOrEqual(42);
    expect(published.at(-1)).toBe('ann1000');
  });

  it('a snapshot is never older than an event published before it', async () => {
    let answer: (read: Map<string, Presence>) => void = () => undefined;
    const { broadcaster, published, change } = createBroadcaster(() => new Promise((resolve) => (answer = resolve)));
    const snapshot = broadcaster.snapshot(['ann', 'ben']);
    change(version('ann', 5));
    change(version('ben', 6));
    jest.advanceTimersByTime(1);
    expect(published).toEqual(['ann5', 'ben6']);
    answer(
      new Map([
        ['ann', version('ann', 4)],
        ['ben', version('ben', 7)],
      ]),
    );
    expect((await snapshot).map(({ version }) => version)).toEqual([5, 7]);
    // Changes received during an earlier snapshot do not affect a later one, e.g. after a restart of the backend.
    const later = broadcaster.snapshot(['ann']);
    answer(new Map([['ann', version('ann', 1)]]));
    expect((await later)[0]!.version).toBe(1);
  });

  it('yields to the event loop during a large batch, and loses no change', () => {
    const { broadcaster, change } = createBroadcaster();
    let clock = 0;
    const now = jest.spyOn(performance, 'now').mockImplementation(() => clock);
    const published = new Set<string>();
    broadcaster.setPublisher(({ userId }) => {
      clock += 5;
      published.add(userId);
    });
    for (let n = 0; n < 100; n++) change(version(`user${n}`, 1));
    jest.advanceTimersToNextTimer();
    expect(published.size).toBeGreaterThan(0);
    expect(published.size).toBeLessThan(10);
    while (jest.getTimerCount() > 0) jest.advanceTimersToNextTimer();
    expect(published.size).toBe(100);
    now.mockRestore();
  });
});
