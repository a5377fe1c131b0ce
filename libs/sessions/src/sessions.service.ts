import { databaseClock, type RequestMetadata } from '#platform';
import type { AuthenticationMethod, RevocationReason } from '#auth';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Actor } from './transaction-authorizer';
import type { Device } from './device';
import { AuthorizationEventRecorder } from './events/authorization-event.recorder';
import { RefreshRotation, type RefreshResult } from './refresh/refresh-rotation';
import { SessionReauthentication } from './refresh/session-reauthentication';
import type { Session } from './session.entity';
import { MAX_SESSIONS, SessionRepository, type SessionSelection } from './session.repository';
import { TokenPairIssuer, type Tokens } from './tokens/token-pair.issuer';

export interface SessionOwner {
  userId: string;
  roleIds: readonly string[];
  emailVerified: boolean;
  mfaEnrolled: boolean;
}

export interface CreatedSession {
  sessionId: string;
  tokens: Tokens;
}

export type TokenRefreshResult =
  { outcome: 'rotated'; tokens: Tokens } | Exclude<RefreshResult, { outcome: 'rotated' }>;

@Injectable()
export class SessionsService {
  constructor(
    private readonly repository: SessionRepository,
    private readonly events: AuthorizationEventRecorder,
    private readonly tokenPairs: TokenPairIssuer,
    private readonly rotation: RefreshRotation,
    private readonly reauthentication: SessionReauthentication,
  ) {}

  /**
   * Creates a session. An older one of the user on the same device (push token) is replaced, and over 100 the one that
   * was inactive longest is evicted. The caller has locked the user's row and the push token (`pushTokenLockSql`) in a
   * statement before, so that sign-ins of all users on one device are serialized.
   * @param methods how the user has just authenticated
   * @param unknownDeviceTask a job (its payload is the session's id) that is added if none of the user's sessions
   * obviously has the same device; the job compares in detail
   */
  async create(
    manager: EntityManager,
    owner: SessionOwner,
    device: Device,
    metadata: RequestMetadata,
    { methods, unknownDeviceTask }: { methods: readonly AuthenticationMethod[]; unknownDeviceTask?: string },
  ): Promise<CreatedSession> {
    const sessionId = uuid();
    const session = { id: sessionId, userId: owner.userId, device, metadata, methods, unknownDeviceTask };
    this.events.applyAfterCommit(manager, await this.repository.insert(manager, session));
    const authentication = { authenticatedAt: databaseClock.now(), methods };
    return { sessionId, tokens: this.tokenPairs.issue({ ...owner, sessionId }, authentication, 0) };
  }

  /** Rotates a refresh token. If it was reused, the caller must revoke the session. */
  async refresh(token: string, metadata: RequestMetadata): Promise<TokenRefreshResult> {
    const rotation = await this.rotation.rotate(token, metadata);
    if (rotation.outcome !== 'rotated') return rotation;
    const { claims, authentication, generation } = rotation;
    return { outcome: 'rotated', tokens: this.tokenPairs.issue(claims, authentication, generation) };
  }

  /**
   * The user of a live session has authenticated again, with the given methods beside those of the session. The caller has
   * locked the user's row and verified the session (`TransactionAuthorizer`).
   * @returns new tokens of the same session
   * @throws {AuthException} 401 `invalid_token` if the session has ended
   */
  async reauthenticate(
    manager: EntityManager,
    actor: Actor,
    methods: readonly AuthenticationMethod[],
  ): Promise<Tokens> {
    const { claims, authentication, generation } = await this.reauthentication.record(manager, actor, methods);
    return this.tokenPairs.issue(claims, authentication, generation);
  }

  /**
   * When the user of a live session has last authenticated; milliseconds since 1970.
   * @throws {AuthException} 401 `invalid_token` if the session has ended
   */
  authenticatedAt(manager: EntityManager, sessionId: string): Promise<number> {
    return this.reauthentication.authenticatedAt(manager, sessionId);
  }

  /**
   * Revokes the named sessions of a user, or all but those named.
   * @returns ids of the revoked ones
   */
  async revoke(
    manager: EntityManager,
    userId: string,
    selection: SessionSelection,
    reason: RevocationReason,
  ): Promise<string[]> {
    const rows = await this.repository.revoke(manager, userId, selection, reason);
    this.events.applyAfterCommit(manager, rows);
    return rows.flatMap(({ event }) => event.session_ids);
  }

  /** The user of the session has proved more. Its next tokens say so. The caller has locked the user's row. */
  addMethods(manager: EntityManager, sessionId: string, methods: readonly AuthenticationMethod[]): Promise<void> {
    return this.repository.addMethods(manager, sessionId, methods);
  }

  /** The user of a session, live or not. */
  async findOwnerId(sessionId: string): Promise<string | undefined> {
    return (await this.repository.findById(sessionId))?.userId;
  }

  /** Live ones, last active first. There are never more than 100. */
  list(userId: string, limit = MAX_SESSIONS, after?: string[]): Promise<Session[]> {
    return this.repository.listLive(userId, limit, after);
  }

  /** All, including revoked and expired ones that are not purged yet; the newest first. */
  listIncludingRevoked(userId: string): Promise<Session[]> {
    return this.repository.listAll(userId);
  }
}
