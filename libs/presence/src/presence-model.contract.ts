import fc from 'fast-check';
import type { DeviceType } from './device-type';
import type { ManualStatusValue, Presence } from './presence';
import { manualStatusValues } from './presence';
import { manualStatus, type TestCluster } from './test-cluster.contract';

const deviceTypes: DeviceType[] = ['web', 'web', 'ios', 'android', 'desktop'];

type Step =
  | { do: 'open' | 'idle' | 'activity' | 'disconnect' | 'lose' | 'request'; device: number }
  | { do: 'setManualStatus'; status: ManualStatusValue; for: number | null }
  | { do: 'advance'; ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom('open', 'open', 'idle', 'activity', 'disconnect', 'lose', 'request', 'request'),
        device: fc.nat(deviceTypes.length - 1),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('setManualStatus'),
        status: fc.constantFrom(...manualStatusValues),
        for: fc.constantFrom(null, 5000, 60_000),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('advance'),
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
  /** Time of the latest request of each device. */
  requests = new Map<number, number>();
  manualStatus = { status: 'online', until: Infinity };

  /** A reconnect replaces the lost socket. */
  open(socket: ModelSocket): void {
    const lost = this.sockets.findIndex(({ device, lostAt }) => device === socket.device && lostAt < Infinity);
    if (lost >= 0) this.sockets.splice(lost, 1);
    this.sockets.push(socket);
  }

  /** Earlier requests do not count. */
  lose(socket: ModelSocket, lostAt: number): void {
    socket.lostAt = lostAt;
    this.requests.delete(socket.device);
  }

  /** Devices with a current request and no open socket. */
  private requestDevices(now: number): number[] {
    const open = new Set(this.sockets.filter(({ lostAt }) => lostAt === Infinity).map(({ device }) => device));
    return [...this.requests]
      .filter(([device, at]) => now < at + 90_000 && !open.has(device))
      .map(([device]) => device);
  }

  view(now: number): string {
    this.sockets = this.sockets.filter(({ lostAt }) => now < lostAt + 8000);
    for (const socket of this.sockets) socket.idle ||= now >= socket.activeAt + 600_000;
    const manual = now < this.manualStatus.until ? this.manualStatus.status : 'online';
    const hasRequest = this.requestDevices(now).length > 0;
    if ((this.sockets.length === 0 && !hasRequest) || manual === 'invisible') return 'offline';
    const devices = new Set(this.sockets.map(({ device }) => deviceTypes[device]));
    const status =
      manual !== 'online' ? manual : hasRequest || this.sockets.some(({ idle }) => !idle) ? 'online' : 'away';
    return `${status} ${[...devices].sort().join()}`.trim();
  }

  /** Time of the next timeout. */
  next(now: number): number {
    const socketTimeouts = this.sockets.flatMap(({ activeAt, lostAt }) => [activeAt + 600_000, lostAt + 8000]);
    const requestEnds = [...this.requests.values()].map((at) => at + 90_000);
    return Math.min(...[this.manualStatus.until, ...socketTimeouts, ...requestEnds].filter((at) => at > now));
  }
}

/** Runs the same steps on a test cluster and on the model: watchers receive each change of the model once. */
export async function expectToMatchModel(cluster: TestCluster, numRuns: number): Promise<void> {
  let user = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const userId = `user ${++user}`;
      const watching = cluster.trackers.at(-1)!;
      watching.watch([userId]);
      await watching.read([userId]);
      const expected = await runSteps(cluster, sequence, userId);
      const received = (await cluster.received()).filter((presence) => presence.userId === userId);
      expect(received.map(toView)).toEqual(expected);
    }),
    { numRuns },
  );
}

const toView = ({ status, devices }: Presence) => `${status} ${devices.join()}`.trim();

/** @returns the successive views of the model */
async function runSteps(cluster: TestCluster, sequence: Step[], userId: string): Promise<string[]> {
  const model = new Model();
  const views = ['offline'];
  const open = new Map<number, ModelSocket & { id: string }>();
  const recordView = () => {
    const view = model.view(cluster.now);
    if (view !== views.at(-1)) views.push(view);
  };
  const advanceTo = async (end: number) => {
    while (cluster.now < end) {
      await cluster.advance(Math.min(end, model.next(cluster.now)) - cluster.now);
      recordView();
    }
  };
  for (const [n, step] of sequence.entries()) {
    if (step.do === 'advance') await advanceTo(cluster.now + step.ms);
    else if (step.do === 'setManualStatus') {
      await advanceTo(momentAfter(cluster.now, deviceTypes.length));
      const until = step.for === null ? null : cluster.now + step.for;
      await cluster.trackers[n % cluster.trackers.length]!.setManualStatus(
        userId,
        manualStatus(step.status, null, until),
      );
      model.manualStatus = { status: step.status, until: until ?? Infinity };
    } else {
      const { device } = step;
      await advanceTo(momentAfter(cluster.now, device));
      const tracker = cluster.trackers[device % cluster.trackers.length]!;
      const anyone = cluster.trackers[n % cluster.trackers.length]!;
      const socket = open.get(device);
      if (step.do === 'open' && !socket) {
        const opened = { id: `${userId} ${n}`, device, idle: false, activeAt: cluster.now, lostAt: Infinity };
        await tracker.connect({ id: opened.id, userId, sessionId: `${device}`, deviceType: deviceTypes[device]! });
        open.set(device, opened);
        model.open(opened);
      } else if (step.do === 'request') {
        // After the previous step of this device.
        await advanceTo(momentAfter(cluster.now + 1, device));
        await anyone.recordRequestActivity(userId, `${device}`);
        // As the heartbeat endpoint does. Otherwise it may be synced some seconds later.
        await anyone.readOwn(userId);
        model.requests.set(device, cluster.now);
      } else if (socket && step.do === 'idle') {
        await tracker.markIdle(socket.id);
        socket.idle = true;
      } else if (socket && step.do === 'activity') {
        await tracker.markActive(socket.id);
        Object.assign(socket, { idle: false, activeAt: cluster.now });
      } else if (socket && step.do !== 'open') {
        await tracker.disconnect(socket.id, { clean: step.do === 'disconnect' });
        model.lose(socket, step.do === 'disconnect' ? -Infinity : cluster.now);
        open.delete(device);
      }
    }
    recordView();
  }
  return views.slice(1);
}
