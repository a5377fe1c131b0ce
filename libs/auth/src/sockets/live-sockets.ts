import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AuthException } from '../auth.errors';
import type { AuthProblemCode } from '../problems/auth-problem';
import { Authenticator } from '../authentication/authenticator';
import { VerificationKeys } from '../keys/verification-keys';
import type { AuthorizationEvent } from '../state/authorization-event';
import { AuthorizationState } from '../state/authorization-state';
import { type Caller, isService, type Principal } from '../tokens/caller';
import type { SocketLike } from './socket-like';
import { type RegisteredSocket, SocketRegistry } from './socket-registry';

/** The longest delay of a Node timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * The authenticated sockets of this process. A socket gets `session_revoked {reason}` and is closed when its session is
 * revoked, its token expires, its key is withdrawn, or its user must set a second factor first. It gets `permissions {permissions}` when its user's permissions
 * change.
 */
@Injectable()
export class LiveSockets implements OnModuleDestroy {
  private readonly registry = new SocketRegistry();
  private readonly subscriptions: (() => void)[];

  constructor(
    private readonly authenticator: Authenticator,
    private readonly state: AuthorizationState,
    keys: VerificationKeys,
  ) {
    this.subscriptions = [
      state.subscribe((event) => this.onEvent(event)),
      state.onTtlChange(() => this.recheckTokens()),
      keys.subscribe(() => this.recheckTokens()),
    ];
  }

  onModuleDestroy(): void {
    for (const unsubscribe of this.subscriptions) unsubscribe();
    for (const { expiryTimer } of this.registry.all()) clearTimeout(expiryTimer);
  }

  get size(): number {
    return this.registry.size;
  }

  /**
   * Authenticates a socket by its `auth.token` and tracks it until it closes.
   * @throws {AuthException}
   */
  async authenticate(socket: SocketLike): Promise<Principal> {
    const principal = await this.authenticateToken(socket.handshake.auth?.token);
    this.track(socket, principal);
    socket.once('disconnect', () => this.registry.remove(socket));
    // A client that closes the connection during the handshake gets no `disconnect`.
    socket.conn.once('close', () => this.registry.remove(socket));
    return principal;
  }

  /**
   * Accepts a new token on an open socket, so that the client need not reconnect when the old one expires.
   * @throws {AuthException} `invalid_token`, also if it is of another session
   */
  async renew(socket: SocketLike, token: unknown): Promise<Principal> {
    const before = this.registry.get(socket);
    const principal = await this.authenticateToken(token);
    if (!before || !this.registry.get(socket) || principal.sessionId !== before.principal.sessionId)
      throw new AuthException('invalid_token');
    this.track(socket, principal);
    return principal;
  }

  /** When the token of a socket expires; milliseconds since 1970. */
  tokenExpiry(principal: Principal): number {
    return this.authenticator.tokenExpiry(principal);
  }

  principalOf(socket: SocketLike): Principal | undefined {
    return this.registry.get(socket)?.principal;
  }

  /**
   * Emits to all of a user's sockets on this process.
   * @param exceptSessions sessions whose sockets are left out
   * @returns the number of sockets
   */
  emitToUser(userId: string, event: string, value: unknown, exceptSessions: ReadonlySet<string> = new Set()): number {
    const recipients = this.registry
      .ofUser(userId)
      .filter(({ socket, principal }) => socket.connected && !exceptSessions.has(principal.sessionId));
    for (const { socket } of recipients) socket.emit(event, value);
    return recipients.length;
  }

  /** Authorization is checked after the asynchronous part, so that nothing can change before the socket is tracked. */
  private async authenticateToken(token: unknown): Promise<Principal> {
    if (typeof token !== 'string' || token === '') throw new AuthException('not_authenticated');
    const caller = await this.authenticator.verify(token);
    const result: Caller | AuthProblemCode = caller
      ? this.authenticator.authorize(caller)
      : this.authenticator.explainUnverified(token);
    if (typeof result !== 'object') throw new AuthException(result);
    if (isService(result)) throw new AuthException('user_required');
    return result;
  }

  private track(socket: SocketLike, principal: Principal): void {
    this.registry.remove(socket);
    this.registry.add({ socket, principal, expiryTimer: this.scheduleExpiry(socket, principal) });
    socket.data.caller = principal;
  }

  private scheduleExpiry(socket: SocketLike, principal: Principal): NodeJS.Timeout {
    const delay = Math.min(
      MAX_TIMER_MS,
      Math.max(0, this.authenticator.tokenExpiry(principal) - this.state.clock.now()),
    );
    return setTimeout(() => this.close(socket, 'token_expired'), delay).unref();
  }

  /** After a change of the keys or of the tokens' lifetime. */
  private recheckTokens(): void {
    for (const entry of this.registry.all()) {
      const { socket, principal } = entry;
      clearTimeout(entry.expiryTimer);
      entry.expiryTimer = this.scheduleExpiry(socket, principal);
      if (this.authenticator.isUnexpired(principal)) continue;
      const isExpired = this.authenticator.tokenExpiry(principal) <= this.state.clock.now();
      this.close(socket, isExpired ? 'token_expired' : 'token_revoked');
    }
  }

  private onEvent(event: AuthorizationEvent): void {
    switch (event.type) {
      case 'session-revoked':
        for (const id of event.session_ids)
          for (const { socket } of this.registry.ofSession(id)) this.close(socket, event.reason);
        break;
      case 'token-claims-change':
        for (const entry of this.registry.ofUser(event.user_id)) this.updatePrincipal(entry);
        break;
      case 'role-changed':
        for (const entry of this.registry.all())
          if (entry.principal.roleIds.includes(event.role_id)) this.updatePrincipal(entry);
        break;
    }
  }

  private updatePrincipal(entry: RegisteredSocket): void {
    const { socket } = entry;
    entry.principal = this.state.currentClaims(entry.principal);
    if (this.state.mustEnrolMfa(entry.principal)) return this.close(socket, 'mfa_enrolment_required');
    socket.data.caller = entry.principal;
    socket.emit('permissions', { permissions: this.state.permissionsOf(entry.principal) });
  }

  private close(socket: SocketLike, reason: string): void {
    this.registry.remove(socket);
    socket.emit('session_revoked', { reason });
    socket.disconnect(true);
    // During its handshake there is nothing to disconnect yet.
    if (!socket.connected) socket.conn.close();
  }
}
