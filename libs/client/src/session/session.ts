import { CollabSphereError, hasCode, isTemporary } from '../errors.js';
import type { Transport } from '../http/transport.js';
import type { Mutex } from './mutex.js';
import { endAtService, endReasonOf, refreshTokens } from './session-requests.js';
import {
  type EndReason,
  fromProfile,
  isFresh,
  isLive,
  type LiveSession,
  type OwnProfile,
  type Permissions,
  type SessionRecord,
  type TokensAnswer,
  toLiveSession,
  type User,
} from './session-record.js';
import type { SessionRecords } from './session-records.js';
import type { SessionState } from './session-state.js';

export type SessionMode = 'cookie' | 'tokens';

/** The session of this client: its tokens, and what other tabs do to them. */
export class Session {
  private flight: Promise<LiveSession> | undefined;
  private restoring: Promise<SessionState> | undefined;

  constructor(
    readonly mode: SessionMode,
    private readonly transport: Transport,
    private readonly mutex: Mutex,
    private readonly records: SessionRecords,
  ) {}

  readonly get = (): SessionState => this.records.get();
  readonly subscribe = (listener: () => void): (() => void) => this.records.subscribe(listener);

  /** The record with the tokens, for the parts of this library. */
  current(): LiveSession | undefined {
    const { latest } = this.records;
    return isLive(latest) ? latest : undefined;
  }

  /** Calls `watcher` with each new record. */
  watch(watcher: (record: SessionRecord) => void): () => void {
    return this.records.watch(watcher);
  }

  /** Finds the session that the browser or storage has. Where the service can't be reached the status stays `loading`. */
  restore(): Promise<SessionState> {
    if (this.get().status !== 'loading') return Promise.resolve(this.get());
    return (this.restoring ??= this.find().finally(() => (this.restoring = undefined)));
  }

  /** A session with an access token that is not about to expire; `undefined` without a session. */
  async fresh(): Promise<LiveSession | undefined> {
    if (this.get().status === 'loading' && !this.current()) await this.restore();
    const session = this.current();
    if (!session) {
      const { error } = this.get();
      if (error) throw error;
      return undefined;
    }
    return isFresh(session, Date.now()) ? session : this.refresh(session.access);
  }

  /** A session whose access token is not `stale`: that of another tab, or a new one. One refresh at a time. */
  async refresh(stale?: string): Promise<LiveSession> {
    this.flight ??= this.refreshInTurn(stale).finally(() => (this.flight = undefined));
    const session = await this.flight;
    return session.access === stale ? this.refresh(stale) : session;
  }

  /** Runs a sign-in, or another call that is answered with tokens, while no other tab refreshes. */
  signIn<A extends { tokens: TokensAnswer; user?: User }>(call: () => Promise<A>, keep?: LiveSession): Promise<A> {
    return this.mutex.run(async () => {
      const answer = await call();
      // A registration may be answered without a session.
      if (!answer.tokens) return answer;
      const { user = keep?.user, permissions = keep?.permissions } = answer as Partial<LiveSession>;
      // One that was signed out offline is still known to the service.
      const previous = this.current() ?? this.pendingLogout();
      const next = toLiveSession(answer.tokens, Date.now(), { user, permissions });
      await this.records.save(next);
      // As the service does with a cookie: nothing could end the previous session any more.
      if (this.mode === 'tokens' && previous && (previous as Partial<LiveSession>).sessionId !== next.sessionId)
        void endAtService(this.transport, this.mode, previous).catch(() => undefined);
      return answer;
    });
  }

  /** What changed of the user, from an answer or an event of the service. */
  async update(change: Pick<Partial<LiveSession>, 'user' | 'permissions'>): Promise<void> {
    const id = this.current()?.sessionId;
    await this.mutex.run(async () => {
      await this.records.takeNewest();
      const session = this.current();
      if (!session || session.sessionId !== id) return;
      await this.records.save({ ...session, ...change, updatedAt: Date.now() });
    });
  }

  /** Reads the user again. Roles may have changed, and the address may be verified. */
  async reload(permissions?: Permissions): Promise<void> {
    const session = await this.fresh();
    if (!session) return;
    const read = ({ access }: LiveSession) => this.transport.json<OwnProfile>('GET', '/api/profile', { token: access });
    const profile = await read(session).catch(async (error) => {
      if (!hasCode(error, 'invalid_token')) throw error;
      return read(await this.refresh(session.access));
    });
    const { user, permissions: granted } = fromProfile(profile);
    await this.update({ user, permissions: permissions ?? granted });
  }

  /** The service has ended the session, or its account. */
  async end(reason: EndReason, sessionId = this.current()?.sessionId): Promise<void> {
    const session = this.current();
    if (session && session.sessionId === sessionId) await this.records.saveEnd(session, reason);
  }

  /** Signs out here and in all tabs, then at the service: later, if it can't be reached now. */
  async logout(): Promise<void> {
    const session = this.current();
    const pending = { refresh: session?.refresh };
    if (session) await this.records.saveEnd(session, 'logout', pending);
    else this.records.show({ status: 'signed_out' });
    await this.finishLogout(session ?? pending).catch((error) => {
      if (!isTemporary(error)) throw error;
    });
  }

  /** @throws {CollabSphereError} */
  async finishLogout(session: Partial<LiveSession> | undefined = this.pendingLogout()): Promise<void> {
    if (!session) return;
    await this.mutex.run(async () => {
      if (await this.isCookieOfAnother()) return;
      await endAtService(this.transport, this.mode, session);
    });
    // The answer to a logout clears the storage of its origin.
    const { latest } = this.records;
    if (latest && !isLive(latest)) await this.records.save({ ...latest, pending: undefined });
  }

  pendingLogout(): { refresh?: string } | undefined {
    const { latest } = this.records;
    return latest && !isLive(latest) ? latest.pending : undefined;
  }

  close(): void {
    this.records.close();
  }

  /** Someone has signed in since a logout, here or in another tab: the service has ended the session of before. */
  private async isCookieOfAnother(): Promise<boolean> {
    if (this.mode !== 'cookie' || !this.records.latest) return false;
    await this.records.takeNewest();
    return !!this.current();
  }

  private async find(): Promise<SessionState> {
    try {
      await this.records.takeStored();
      if (this.pendingLogout()) await this.finishLogout();
      else if (this.mode === 'cookie' && !this.current()) await this.refresh();
      if (this.current() && !this.current()?.user) await this.reload();
      if (!this.current()) this.records.show({ status: 'signed_out' });
    } catch (error) {
      if (isTemporary(error)) this.records.show({ status: 'loading', error: error as CollabSphereError });
      else if (this.get().status === 'loading')
        this.records.show({ status: 'signed_out', error: error as CollabSphereError });
    }
    return this.get();
  }

  private async refreshInTurn(stale: string | undefined): Promise<LiveSession> {
    const waiting = new AbortController();
    let taken: LiveSession | undefined;
    // Where another tab sends a fresh token, there is nothing to wait for.
    const stop = this.watch((record) => {
      if (!isLive(record) || record.access === stale || !isFresh(record, Date.now())) return;
      taken = record;
      waiting.abort();
    });
    try {
      return await this.mutex.run(() => this.refreshLocked(stale), waiting.signal);
    } catch (error) {
      if (taken) return taken;
      throw error;
    } finally {
      stop();
    }
  }

  private async refreshLocked(stale: string | undefined): Promise<LiveSession> {
    await this.records.takeNewest();
    const session = this.current();
    if (session && session.access !== stale && isFresh(session, Date.now())) return session;
    if (!session && (this.mode === 'tokens' || this.records.latest)) throw new CollabSphereError('signed_out');
    try {
      const tokens = await refreshTokens(this.transport, session?.refresh);
      return await this.accept(tokens, session);
    } catch (error) {
      const reason = endReasonOf(error);
      if (reason && session) await this.records.saveEnd(session, reason);
      if (reason && !session) this.records.show({ status: 'signed_out' });
      throw error;
    }
  }

  /** Unless the session was ended or refreshed by another tab meanwhile, which took the lock of this one. */
  private async accept(tokens: TokensAnswer, before: LiveSession | undefined): Promise<LiveSession> {
    if (this.mode === 'tokens') await this.records.takeNewest();
    const now = this.current();
    if (before && !now) throw new CollabSphereError('signed_out');
    if (now && now.access !== before?.access) return now;
    const { refresh, user, permissions } = now ?? {};
    const next = toLiveSession({ refresh, ...tokens }, Date.now());
    // The cookie may be of another user by now.
    const isSame = next.sessionId === now?.sessionId;
    await this.records.save({ ...next, ...(isSame && { user, permissions }) });
    if (now && !isSame) void this.reload().catch(() => undefined);
    return next;
  }
}
