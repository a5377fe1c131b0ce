import { randomUUID } from 'node:crypto';
import type { Clock } from '../local-users';
import { LEASE_MS, RENEW_MS, STALE_MS } from './leases.lua';
import { RedisClock } from './redis-clock';
import type { RedisLink } from './redis-link';

const EPOCHS = 'presence:{epochs}';
/** Lists are asked for anew well before Redis would refuse them. */
const FRESH_MS = STALE_MS - 3000;
/** A lease that has less than this left was not renewed when it should have been. */
const LATE_MS = LEASE_MS - RENEW_MS - 1000;
const CLAIMED_AT_ONCE = 100;

/** Which processes live. This one's name is its epoch; who has lost its lease goes on under a new one. */
export class Leases {
  epoch: string = randomUUID();
  /** What this process was before; its sockets of then are told under the new name. */
  former: string[] = [];
  /** Redis' time at which the lists held. */
  asOf = 0;
  live: string[] = [];
  /** Processes that are about to end, or do not renew: their sockets are expected here. */
  leaving: string[] = [];
  dead = new Map<string, number>();
  /** Since when this Redis remembers; another one has forgotten everything. */
  born?: string;
  /** Each answer tells the time of Redis. */
  readonly redisClock = new RedisClock();
  /** While Redis comes back from an absence nobody has had a chance to renew: everybody known counts as alive. */
  lenient = false;
  private how: 'join' | 'renew' | 'drain' = 'join';
  private heardAt = -Infinity;

  constructor(
    private readonly link: RedisLink,
    private readonly clock: Clock | undefined,
  ) {}

  /** The set of the users of this process. */
  get usersKey(): string {
    return `${EPOCHS}:users:${this.epoch}`;
  }

  isFresh(): boolean {
    return performance.now() - this.heardAt < FRESH_MS;
  }

  /** @returns whether the lease was lost, so that everything must be told anew under a new epoch */
  async renew(): Promise<boolean> {
    if (!(await this.ask(this.how))) {
      if (this.how === 'join') this.how = 'renew';
      return false;
    }
    if (this.how === 'drain') return false;
    this.former = [this.epoch, ...this.former].slice(0, 5);
    this.epoch = randomUUID();
    await this.ask('join');
    return true;
  }

  async drain(): Promise<void> {
    this.how = 'drain';
    await this.ask('drain');
  }

  /** @returns users of a process that is gone, who are this process's to look after from now on */
  async claim(): Promise<string[]> {
    for (const epoch of this.dead.keys()) {
      const users = await this.link.redis.claim(
        ...[EPOCHS, `${EPOCHS}:draining`, `${EPOCHS}:users:${epoch}`, this.usersKey],
        ...[this.clock ? this.clock() : '', epoch, CLAIMED_AT_ONCE],
      );
      if (users.length > 0) return users;
    }
    return [];
  }

  private async ask(how: 'join' | 'renew' | 'drain'): Promise<boolean> {
    const sentAt = performance.now();
    const [lost, now, born, epochs, draining] = await this.link.redis.lease(
      ...[EPOCHS, `${EPOCHS}:draining`, `${EPOCHS}:born`, this.clock ? this.clock() : '', this.epoch, how],
    );
    this.heardAt = sentAt;
    this.redisClock.heard(now, sentAt);
    this.asOf = now;
    this.born = born;
    this.live = [];
    this.dead = new Map();
    this.leaving = draining;
    for (let i = 0; i < epochs.length; i += 2) {
      const till = Number(epochs[i + 1]);
      if (till > now) this.live.push(epochs[i]!);
      else this.dead.set(epochs[i]!, till);
      if (till - now < LATE_MS) this.leaving.push(epochs[i]!);
    }
    return lost === 1;
  }
}
