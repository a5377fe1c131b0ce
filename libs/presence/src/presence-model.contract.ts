import fc from 'fast-check';
import type { DeviceKind, ManualStatus, Presence } from './presence';
import { manualStatuses } from './presence';
import { says, type Stage } from './presence-stage.contract';

const kinds: DeviceKind[] = ['web', 'web', 'ios', 'android', 'desktop'];

type Step =
  | { do: 'open' | 'idle' | 'activity' | 'disconnect' | 'lose' | 'heartbeat'; device: number }
  | { do: 'setStatus'; status: ManualStatus; for: number | null }
  | { do: 'pass'; ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom('open', 'open', 'idle', 'activity', 'disconnect', 'lose', 'heartbeat', 'heartbeat'),
        device: fc.nat(kinds.length - 1),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('setStatus'),
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
 * Each device acts at its own millisecond of 8, and so do its timeouts 8 s or ten minutes later. Thus two nodes never
 * publish at the same moment, where a watcher could receive a state in between.
 */
const MOMENTS = 8;
const momentAfter = (now: number, device: number) => now + ((((device - now) % MOMENTS) + MOMENTS) % MOMENTS);

/** The rules in their simplest form. Each device is a session. */
class Model {
  sockets: ModelSocket[] = [];
  /** Time of the latest heartbeat of each device. */
  heartbeats = new Map<number, number>();
  manualStatus = { status: 'online', until: Infinity };

  /** A reconnect replaces the lost socket. */
  open(socket: ModelSocket): void {
    const lost = this.sockets.findIndex(({ device, lostAt }) => device === socket.device && lostAt < Infinity);
    if (lost >= 0) this.sockets.splice(lost, 1);
    this.sockets.push(socket);
  }

  /** Earlier heartbeats do not count. */
  lose(socket: ModelSocket, lostAt: number): void {
    socket.lostAt = lostAt;
    this.heartbeats.delete(socket.device);
  }

  /** Devices with a current heartbeat and no open socket. */
  private heartbeatDevices(now: number): number[] {
    const open = new Set(this.sockets.filter(({ lostAt }) => lostAt === Infinity).map(({ device }) => device));
    return [...this.heartbeats]
      .filter(([device, at]) => now < at + 90_000 && !open.has(device))
      .map(([device]) => device);
  }

  view(now: number): string {
    this.sockets = this.sockets.filter(({ lostAt }) => now < lostAt + 8000);
    for (const socket of this.sockets) socket.idle ||= now >= socket.activeAt + 600_000;
    const choice = now < this.manualStatus.until ? this.manualStatus.status : 'online';
    const hasHeartbeat = this.heartbeatDevices(now).length > 0;
    if ((this.sockets.length === 0 && !hasHeartbeat) || choice === 'invisible') return 'offline';
    const devices = new Set(this.sockets.map(({ device }) => kinds[device]));
    const status =
      choice !== 'online' ? choice : hasHeartbeat || this.sockets.some(({ idle }) => !idle) ? 'online' : 'away';
    return `${status} ${[...devices].sort().join()}`.trim();
  }

  /** Time of the next timeout. */
  next(now: number): number {
    const socketTimeouts = this.sockets.flatMap(({ activeAt, lostAt }) => [activeAt + 600_000, lostAt + 8000]);
    const heartbeatEnds = [...this.heartbeats.values()].map((at) => at + 90_000);
    return Math.min(...[this.manualStatus.until, ...socketTimeouts, ...heartbeatEnds].filter((at) => at > now));
  }
}

/** Runs the same steps on a stage and on the model: watchers receive each change of the model once. */
export async function matchesModel(stage: Stage, numRuns: number): Promise<void> {
  let user = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const userId = `user ${++user}`;
      stage.stores.at(-1)!.watch([userId]);
      const expected = await runSteps(stage, sequence, userId);
      const received = (await stage.received()).filter((presence) => presence.userId === userId);
      expect(received.map(toView)).toEqual(expected);
    }),
    { numRuns },
  );
}

const toView = ({ status, devices }: Presence) => `${status} ${devices.join()}`.trim();

/** @returns the successive views of the model */
async function runSteps(stage: Stage, sequence: Step[], userId: string): Promise<string[]> {
  const model = new Model();
  const views = ['offline'];
  const open = new Map<number, ModelSocket & { id: string }>();
  const recordView = () => {
    const view = model.view(stage.now);
    if (view !== views.at(-1)) views.push(view);
  };
  const passTo = async (end: number) => {
    while (stage.now < end) {
      await stage.pass(Math.min(end, model.next(stage.now)) - stage.now);
      recordView();
    }
  };
  for (const [n, step] of sequence.entries()) {
    if (step.do === 'pass') await passTo(stage.now + step.ms);
    else if (step.do === 'setStatus') {
      await passTo(momentAfter(stage.now, kinds.length));
      const until = step.for === null ? null : stage.now + step.for;
      await stage.stores[n % stage.stores.length]!.setStatus(userId, says(step.status, null, until));
      model.manualStatus = { status: step.status, until: until ?? Infinity };
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
      } else if (step.do === 'heartbeat') {
        // After the previous step of this device.
        await passTo(momentAfter(stage.now + 1, device));
        await anyone.recordHeartbeat(userId, `${device}`);
        // As the heartbeat endpoint does. Otherwise it may be synced some seconds later.
        await anyone.readOwn(userId);
        model.heartbeats.set(device, stage.now);
      } else if (socket && step.do === 'idle') {
        await store.markIdle(socket.id);
        socket.idle = true;
      } else if (socket && step.do === 'activity') {
        await store.markActive(socket.id);
        Object.assign(socket, { idle: false, activeAt: stage.now });
      } else if (socket && step.do !== 'open') {
        await store.disconnect(socket.id, { clean: step.do === 'disconnect' });
        model.lose(socket, step.do === 'disconnect' ? -Infinity : stage.now);
        open.delete(device);
      }
    }
    recordView();
  }
  return views.slice(1);
}
