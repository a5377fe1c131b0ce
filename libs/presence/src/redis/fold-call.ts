import type { Snapshot } from '../local-user';
import type { Clock } from '../local-users';
import { GRACE_MS } from '../presence-store';
import type { Leases } from './leases';
import { readReply, type Reply, type Said } from './presence-reply';
import type { RedisLink } from './redis-link';

/** What one process brings in of a user. */
export interface Brought {
  held?: Snapshot;
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
    private readonly clock: Clock | undefined,
  ) {}

  /** @returns nothing if the leases must be asked for anew before */
  async read(userId: string): Promise<Reply | undefined> {
    return this.call(userId, ['', '', '', '', '', '', 0, 0]);
  }

  async bring(userId: string, { held, said, ended, adding }: Brought): Promise<Reply | undefined> {
    const { epoch, former } = this.leases;
    const field = adding === undefined ? '' : `c:${epoch}:${adding}`;
    const { status, text, until } = said?.choice ?? {};
    const words = [status ?? '', text ?? '', until ?? 0, said?.at ?? 0];
    return this.call(userId, [epoch, list(former), field, list(ended), ...words, ...(held ? this.fields(held) : [])]);
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

  private fields({ connections, requests, lost }: Snapshot): string[] {
    const fields: string[] = [];
    for (const { id, kind, idle, lostAt, sessionId } of connections) {
      const until = lostAt === undefined ? 0 : lostAt + GRACE_MS;
      fields.push(`c:${this.leases.epoch}:${id}`, `${kind}|${idle ? 1 : 0}|${until}|${sessionId}`);
    }
    for (const { sessionId, kind, at } of requests) fields.push(`b:${sessionId}`, `${kind ?? ''}|0|${at}|${sessionId}`);
    for (const [sessionId, at] of lost) fields.push(`l:${sessionId}`, String(at));
    return fields;
  }
}

const list = (names: readonly string[]) => (names.length === 0 ? '' : `,${names.join(',')},`);
