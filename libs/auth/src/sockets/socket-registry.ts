import type { Principal } from '../tokens/caller';
import type { SocketLike } from './socket-like';

export interface RegisteredSocket {
  readonly socket: SocketLike;
  principal: Principal;
  /** Closes the socket when its token expires. */
  expiryTimer: NodeJS.Timeout;
}

/** The authenticated sockets of this process, indexed by session and by user. */
export class SocketRegistry {
  private readonly entries = new Map<SocketLike, RegisteredSocket>();
  private readonly bySession = new Map<string, Set<RegisteredSocket>>();
  private readonly byUser = new Map<string, Set<RegisteredSocket>>();

  get size(): number {
    return this.entries.size;
  }

  get(socket: SocketLike): RegisteredSocket | undefined {
    return this.entries.get(socket);
  }

  all(): RegisteredSocket[] {
    return [...this.entries.values()];
  }

  ofSession(sessionId: string): readonly RegisteredSocket[] {
    return copyOf(this.bySession.get(sessionId));
  }

  ofUser(userId: string): readonly RegisteredSocket[] {
    return copyOf(this.byUser.get(userId));
  }

  add(entry: RegisteredSocket): void {
    this.entries.set(entry.socket, entry);
    addTo(this.bySession, entry.principal.sessionId, entry);
    addTo(this.byUser, entry.principal.userId, entry);
  }

  remove(socket: SocketLike): void {
    const entry = this.entries.get(socket);
    if (!entry) return;
    clearTimeout(entry.expiryTimer);
    this.entries.delete(socket);
    removeFrom(this.bySession, entry.principal.sessionId, entry);
    removeFrom(this.byUser, entry.principal.userId, entry);
  }
}

const NONE: readonly RegisteredSocket[] = [];

/** A copy, so that sockets can be removed while it is iterated. */
const copyOf = (entries?: Set<RegisteredSocket>): readonly RegisteredSocket[] => (entries ? [...entries] : NONE);

type Index = Map<string, Set<RegisteredSocket>>;

function addTo(index: Index, key: string, entry: RegisteredSocket): void {
  const entries = index.get(key);
  if (entries) entries.add(entry);
  else index.set(key, new Set([entry]));
}

function removeFrom(index: Index, key: string, entry: RegisteredSocket): void {
  const entries = index.get(key);
  entries?.delete(entry);
  if (entries?.size === 0) index.delete(key);
}
