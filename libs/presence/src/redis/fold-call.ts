import type { Clock, LocalUser } from '../local-users';
import { BEAT_MS, GRACE_MS } from '../presence-store';
import type { Leases } from './leases';
import { readReply, type Reply, type Said } from './presence-reply';
import type { RedisLink } from './redis-link';

/** What one process brings in of a user. */
export interface Brought {
  user?: LocalUser;
  said?: Said;
  ended: readonly string[];
  /** The socket that is refused if there are too many. */
  adding?: string;
}

/** Folds users in Redis, with the leases as they are known here. */
export class FoldCall {
  constructor(
    private readonly link: RedisLink,
    private readonly leases: Leases,
    private readonly now: Clock,
    private readonly clock: Clock | undefined,
  ) {}

  /** @returns nothing if the leases must be asked for anew before */
  async read(userId: string): Promise<Reply | undefined> {
    return this.call(userId, ['', '', '', '', '', '', 0, 0]);
  }

  async bring(userId: string, { user, said, ended, adding }: Brought): Promise<Reply | undefined> {
    const { epoch, former } = this.leases;
    const field = adding === undefined ? '' : `c:${epoch}:${adding}`;
    const { status, text, until } = said?.choice ?? {};
    const words = [status ?? '', text ?? '', until ?? 0, said?.at ?? 0];
    return this.call(userId, [epoch, list(former), field, list(ended), ...words, ...(user ? this.held(user) : [])]);
  }

  private async call(userId: string, rest: (string | number)[]): Promise<Reply | undefined> {
    const { asOf, live, dead, leaving, lenient } = this.leases;
    const raw = await this.link.redis.fold(
      ...[`presence:{${userId}}:connections`, `presence:{${userId}}:state`, userId, this.link.channelOf(userId)],
      ...[this.clock ? this.clock() : '', asOf, list(lenient ? [...live, ...dead.keys()] : live)],
      ...[list([...dead].map(([epoch, till]) => `${epoch}=${till}`)), list(leaving)],
      ...rest,
    );
    return readReply(userId, raw);
  }

  /** Times as what is left of them: the clocks of two machines differ. */
  private held({ connections, beats }: LocalUser): string[] {
    const now = this.now();
    const held: string[] = [];
    for (const { id, kind, idle, lostAt, sessionId } of connections.values()) {
      const left = lostAt === undefined ? -1 : lostAt + GRACE_MS - now;
      if (left !== 0 && left >= -1)
        held.push(`c:${this.leases.epoch}:${id}`, `${kind}|${idle ? 1 : 0}|${left}|${sessionId}`);
    }
    for (const [sessionId, { kind, at }] of beats)
      if (at + BEAT_MS > now) held.push(`b:${sessionId}`, `${kind ?? ''}|0|${at + BEAT_MS - now}|${sessionId}`);
    return held;
  }
}

const list = (names: readonly string[]) => (names.length === 0 ? '' : `,${names.join(',')},`);
