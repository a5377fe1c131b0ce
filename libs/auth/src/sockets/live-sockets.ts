import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Caller, isService, type Principal } from '../tokens/caller';
import { AuthException, type AuthProblemCode } from '../auth.errors';
import { Authenticator } from '../authentication/authenticator';
import type { AuthorizationEvent } from '../state/authorization-event';
import { AuthorizationState } from '../state/authorization-state';
import { VerificationKeys } from '../keys/verification-keys';

/** What of a Socket.IO socket is used here, so that the library needs no Socket.IO. */
export interface SocketLike {
  id: string;
  handshake: { auth: Record<string, unknown> };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Socket.IO has it
  data: any;
  connected: boolean;
  conn: { once(event: 'close', listener: () => void): unknown; close(): unknown };
  emit(event: string, ...values: unknown[]): unknown;
  once(event: 'disconnect', listener: () => void): unknown;
  disconnect(close: boolean): unknown;
}

interface LiveSocket {
  socket: SocketLike;
  principal: Principal;
  expiry: NodeJS.Timeout;
}

/** The longest that a timer of Node waits. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * The sockets of this process whose users are known, and what happens to them when something changes: they are told
 * `session_revoked {reason}` and closed when their session ends, their token expires or its key is withdrawn, and told `permissions
 * {permissions}` when what they may do has changed.
 */
@Injectable()
export class LiveSockets implements OnModuleDestroy {
  private readonly live = new Map<SocketLike, LiveSocket>();
  private readonly bySession = new Map<string, Set<SocketLike>>();
  private readonly byUser = new Map<string, Set<SocketLike>>();
  private readonly unsubscribe: (() => void)[];

  constructor(
    private readonly authenticator: Authenticator,
    private readonly state: AuthorizationState,
    keys: VerificationKeys,
  ) {
    this.unsubscribe = [
      state.subscribe((event) => this.onEvent(event)),
      state.onTtlChange(() => this.recheckTokens()),
      keys.subscribe(() => this.recheckTokens()),
    ];
  }

  onModuleDestroy(): void {
    for (const unsubscribe of this.unsubscribe) unsubscribe();
    for (const { expiry } of this.live.values()) clearTimeout(expiry);
  }

  /**
   * Lets a socket in by its `auth.token`, and looks after it from then on.
   * @throws {AuthException}
   */
  async authenticate(socket: SocketLike): Promise<Principal> {
    const principal = await this.authenticateToken(socket.handshake.auth?.token);
    this.track(socket, principal);
    socket.once('disconnect', () => this.untrack(socket));
    // A client that goes away before it is let in gets no `disconnect`.
    socket.conn.once('close', () => this.untrack(socket));
    return principal;
  }

  /**
   * A fresh token on an open socket, so that it need not reconnect when the old one expires.
   * @throws {AuthException} `invalid_token` also where it is of another session
   */
  async renew(socket: SocketLike, token: unknown): Promise<Principal> {
    const before = this.live.get(socket);
    const principal = await this.authenticateToken(token);
    if (!before || !this.live.has(socket) || principal.sessionId !== before.principal.sessionId)
      throw new AuthException('invalid_token');
    this.track(socket, principal);
    return principal;
  }

  /** When the token ends that a socket was let in by; milliseconds since 1970. */
  tokenExpiry(principal: Principal): number {
    return this.authenticator.tokenExpiry(principal);
  }

  principalOf(socket: SocketLike): Principal | undefined {
    return this.live.get(socket)?.principal;
  }

  /**
   * Tells all sockets of a user that are on this process.
   * @param except sessions whose sockets are left out
   * @returns how many there were
   */
  emitToUser(userId: string, event: string, value: unknown, except: ReadonlySet<string> = new Set()): number {
    const sockets = [...(this.byUser.get(userId) ?? [])].filter(
      (socket) => socket.connected && !except.has(this.live.get(socket)!.principal.sessionId),
    );
    for (const socket of sockets) socket.emit(event, value);
    return sockets.length;
  }

  get size(): number {
    return this.live.size;
  }

  /** What was true when the token was verified is asked once more: judging and following are one step. */
  private async authenticateToken(token: unknown): Promise<Principal> {
    if (typeof token !== 'string' || token === '') throw new AuthException('not_authenticated');
    const caller = await this.authenticator.verify(token);
    const judged: Caller | AuthProblemCode = caller ? this.authenticator.authorize(caller) : 'invalid_token';
    if (typeof judged !== 'object') throw new AuthException(judged);
    if (isService(judged)) throw new AuthException('user_required');
    return judged;
  }

  private track(socket: SocketLike, principal: Principal): void {
    this.untrack(socket);
    this.live.set(socket, { socket, principal, expiry: this.scheduleExpiry(socket, principal) });
    add(this.bySession, principal.sessionId, socket);
    add(this.byUser, principal.userId, socket);
    socket.data.caller = principal;
  }

  private scheduleExpiry(socket: SocketLike, principal: Principal): NodeJS.Timeout {
    const untilEnd = Math.min(MAX_TIMER_MS, Math.max(0, this.authenticator.tokenExpiry(principal) - Date.now()));
    return setTimeout(() => this.close(socket, 'token_expired'), untilEnd).unref();
  }

  /** Keys have changed, or how long tokens live. */
  private recheckTokens(): void {
    for (const found of [...this.live.values()]) {
      const { socket, principal } = found;
      clearTimeout(found.expiry);
      found.expiry = this.scheduleExpiry(socket, principal);
      if (this.authenticator.isUnexpired(principal)) continue;
      const hasExpired = this.authenticator.tokenExpiry(principal) <= Date.now();
      this.close(socket, hasExpired ? 'token_expired' : 'token_revoked');
    }
  }

  private untrack(socket: SocketLike): void {
    const found = this.live.get(socket);
    if (!found) return;
    clearTimeout(found.expiry);
    this.live.delete(socket);
    remove(this.bySession, found.principal.sessionId, socket);
    remove(this.byUser, found.principal.userId, socket);
  }

  private onEvent(event: AuthorizationEvent): void {
    switch (event.type) {
      case 'session-revoked':
        for (const id of event.session_ids)
          for (const socket of [...(this.bySession.get(id) ?? [])]) this.close(socket, event.reason);
        break;
      case 'token-claims-change':
        for (const socket of this.byUser.get(event.user_id) ?? []) this.refreshPrincipal(socket);
        break;
      case 'role-changed':
        for (const { socket, principal } of this.live.values())
          if (principal.roleIds.includes(event.role_id)) this.refreshPrincipal(socket);
        break;
    }
  }

  private refreshPrincipal(socket: SocketLike): void {
    const found = this.live.get(socket)!;
    found.principal = this.state.currentClaims(found.principal);
    socket.data.caller = found.principal;
    socket.emit('permissions', { permissions: this.state.permissionsOf(found.principal) });
  }

  private close(socket: SocketLike, reason: string): void {
    this.untrack(socket);
    socket.emit('session_revoked', { reason });
    socket.disconnect(true);
    // In the middle of its handshake there is nothing to disconnect yet.
    if (!socket.connected) socket.conn.close();
  }
}

/**
 * Socket.IO middleware: `server.use(authenticateSocket(sockets))` in a gateway's `afterInit`. A client sends its token
 * as `auth: { token }` (never in the address), and who is refused gets `connect_error` with the problem in `data`.
 */
export const authenticateSocket =
  (sockets: LiveSockets) =>
  (socket: SocketLike, next: (error?: Error) => void): void => {
    sockets.authenticate(socket).then(
      () => next(),
      (error: AuthException) => next(Object.assign(new Error(error.message), { data: error.getResponse() })),
    );
  };

function add(index: Map<string, Set<SocketLike>>, key: string, socket: SocketLike): void {
  const sockets = index.get(key);
  if (sockets) sockets.add(socket);
  else index.set(key, new Set([socket]));
}

function remove(index: Map<string, Set<SocketLike>>, key: string, socket: SocketLike): void {
  const sockets = index.get(key);
  sockets?.delete(socket);
  if (sockets?.size === 0) index.delete(key);
}
