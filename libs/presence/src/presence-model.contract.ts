import fc from 'fast-check';
import type { DeviceKind, ManualStatus, Presence } from './presence';
import { manualStatuses } from './presence';
import { says, type Stage } from './presence-store.contract';

const kinds: DeviceKind[] = ['web', 'web', 'ios', 'android', 'desktop'];

type Step =
  | { do: 'open' | 'idle' | 'activity' | 'goodbye' | 'lose' | 'ask'; device: number }
  | { do: 'say'; status: ManualStatus; for: number | null }
  | { do: 'pass'; ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom('open', 'open', 'idle', 'activity', 'goodbye', 'lose', 'ask', 'ask'),
        device: fc.nat(kinds.length - 1),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('say'),
        status: fc.constantFrom(...manualStatuses),
        for: fc.constantFrom(null, 5000, 60_000),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('pass'),
        ms: fc.constantFrom(1, 1000, 7999, 8000, 20_000, 90_000, 599_999),
      }),
    },
  ) as fc.Arbitrary<Step>,
  { maxLength: 40 },
);

interface ModelSocket {
  device: number;
  idle: boolean;
  activeAt: number;
  lostAt: number;
}

/**
 * Whatever has to do with a device happens at a millisecond of its own in each 8, and so does what follows from it 8 s
 * or ten minutes later: two processes never have to tell of the same moment, between which a watcher could look.
 */
const MOMENTS = 8;
const momentAfter = (now: number, device: number) => now + ((((device - now) % MOMENTS) + MOMENTS) % MOMENTS);

/** The rules once more, as plainly as they can be said. Each device is a session. */
class Model {
  sockets: ModelSocket[] = [];
  /** When each device made its latest request over REST. */
  asked = new Map<number, number>();
  word = { status: 'online', until: Infinity };

  /** Whoever was lost and is back is there once. */
  open(socket: ModelSocket): void {
    const lost = this.sockets.findIndex(({ device, lostAt }) => device === socket.device && lostAt < Infinity);
    if (lost >= 0) this.sockets.splice(lost, 1);
    this.sockets.push(socket);
  }

  /** Whatever was asked for before is void. */
  lose(socket: ModelSocket, lostAt: number): void {
    socket.lostAt = lostAt;
    this.asked.delete(socket.device);
  }

  /** Those whose requests keep them online: they have no open socket. */
  private asking(now: number): number[] {
    const open = new Set(this.sockets.filter(({ lostAt }) => lostAt === Infinity).map(({ device }) => device));
    return [...this.asked].filter(([device, at]) => now < at + 90_000 && !open.has(device)).map(([device]) => device);
  }

  look(now: number): string {
    this.sockets = this.sockets.filter(({ lostAt }) => now < lostAt + 8000);
    for (const socket of this.sockets) socket.idle ||= now >= socket.activeAt + 600_000;
    const word = now < this.word.until ? this.word.status : 'online';
    const isAsking = this.asking(now).length > 0;
    if ((this.sockets.length === 0 && !isAsking) || word === 'invisible') return 'offline';
    const devices = new Set(this.sockets.map(({ device }) => kinds[device]));
    const status = word !== 'online' ? word : isAsking || this.sockets.some(({ idle }) => !idle) ? 'online' : 'away';
    return `${status} ${[...devices].sort().join()}`.trim();
  }

  /** When time alone will change something. */
  next(now: number): number {
    const moments = this.sockets.flatMap(({ activeAt, lostAt }) => [activeAt + 600_000, lostAt + 8000]);
    const silences = [...this.asked.values()].map((at) => at + 90_000);
    return Math.min(...[this.word.until, ...moments, ...silences].filter((at) => at > now));
  }
}

/** A stage and the same story told to a model: whoever watches sees what the model says, each change once. */
export async function followsTheModel(stage: Stage, numRuns: number): Promise<void> {
  let user = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const userId = `user ${++user}`;
      stage.stores.at(-1)!.watch([userId]);
      const expected = await tell(stage, story, userId);
      const heard = (await stage.heard()).filter((presence) => presence.userId === userId);
      expect(heard.map(seen)).toEqual(expected);
    }),
    { numRuns },
  );
}

const seen = ({ status, devices }: Presence) => `${status} ${devices.join()}`.trim();

/** @returns what the model shows one after the other */
async function tell(stage: Stage, story: Step[], userId: string): Promise<string[]> {
  const model = new Model();
  const views = ['offline'];
  const open = new Map<number, ModelSocket & { id: string }>();
  const look = () => {
    const view = model.look(stage.now);
    if (view !== views.at(-1)) views.push(view);
  };
  const passTo = async (end: number) => {
    while (stage.now < end) {
      await stage.pass(Math.min(end, model.next(stage.now)) - stage.now);
      look();
    }
  };
  for (const [n, step] of story.entries()) {
    if (step.do === 'pass') await passTo(stage.now + step.ms);
    else if (step.do === 'say') {
      await passTo(momentAfter(stage.now, kinds.length));
      const until = step.for === null ? null : stage.now + step.for;
      await stage.stores[n % stage.stores.length]!.setStatus(userId, says(step.status, null, until));
      model.word = { status: step.status, until: until ?? Infinity };
    } else {
      const { device } = step;
      await passTo(momentAfter(stage.now, device));
      const store = stage.stores[device % stage.stores.length]!;
      const anyone = stage.stores[n % stage.stores.length]!;
      const socket = open.get(device);
      if (step.do === 'open' && !socket) {
        const opened = { id: `${userId} ${n}`, device, idle: false, activeAt: stage.now, lostAt: Infinity };
        await store.connect({ id: opened.id, userId, sessionId: `${device}`, kind: kinds[device]! });
        open.set(device, opened);
        model.open(opened);
      } else if (step.do === 'ask') {
        // After whatever this device did before.
        await passTo(momentAfter(stage.now + 1, device));
        await anyone.recordHeartbeat(userId, `${device}`);
        // As the heartbeat does: otherwise others may hear of it some seconds later.
        await anyone.readOwn(userId);
        model.asked.set(device, stage.now);
      } else if (socket && step.do === 'idle') {
        await store.markIdle(socket.id);
        socket.idle = true;
      } else if (socket && step.do === 'activity') {
        await store.markActive(socket.id);
        Object.assign(socket, { idle: false, activeAt: stage.now });
      } else if (socket && step.do !== 'open') {
        await store.disconnect(socket.id, { clean: step.do === 'goodbye' });
        model.lose(socket, step.do === 'goodbye' ? -Infinity : stage.now);
        open.delete(device);
      }
    }
    look();
  }
  return views.slice(1);
}
