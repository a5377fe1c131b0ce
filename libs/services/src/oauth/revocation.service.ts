import { AuditLog } from '#audit';
import { Authenticator, type Caller, isService } from '#auth';
import type { RequestMetadata } from '#platform';
import { FIRST_PARTY_CLIENT, RefreshRotation, RefreshTokenCodec, SessionsService, OwnSessionsService } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type AuthenticatedService, ServiceTokensService } from '../service-tokens.service';
import { oauthProblems } from './oauth.errors';

/** Revokes a token that the client holds. An expired or unknown token is answered alike. @see RFC 7009 */
@Injectable()
export class RevocationService {
  constructor(
    private readonly database: DataSource,
    private readonly authenticator: Authenticator,
    private readonly refreshTokens: RefreshTokenCodec,
    private readonly rotation: RefreshRotation,
    private readonly sessions: SessionsService,
    private readonly ownSessions: OwnSessionsService,
    private readonly tokens: ServiceTokensService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} 400 `invalid_grant` where it is the token of another client */
  async revokeServiceToken(service: AuthenticatedService, token: string, metadata: RequestMetadata): Promise<void> {
    const caller = await this.authenticator.verify(token);
    if (!caller) {
      if (!this.refreshTokens.decode(token)) return;
      this.rotation.recordAcknowledged(token);
    }
    if (caller?.clientId !== service.id) throw oauthProblems.invalid_grant();
    await this.database.transaction(async (manager) => {
      if (!(await this.tokens.revoke(manager, service.id, caller.tokenId))) return;
      const details = { service_id: service.id, token_id: caller.tokenId };
      await this.audit.record(manager, { action: 'service.revoke_token', details, metadata });
    });
  }

  /**
   * A client app has no secret: who has the token may end its session, access and refresh tokens alike.
   * @throws {Problem} 400 `invalid_grant` where it is the token of a service
   */
  async revokeUserToken(token: string, metadata: RequestMetadata): Promise<void> {
    const caller = await this.authenticator.verify(token);
    if (caller && (isService(caller) || caller.clientId !== FIRST_PARTY_CLIENT)) throw oauthProblems.invalid_grant();
    const session = await this.sessionOf(token, caller);
    if (session) await this.ownSessions.revokeCurrent(session, 'token_revoked', metadata);
  }

  private async sessionOf(token: string, caller: Caller | undefined) {
    if (caller) return isService(caller) ? undefined : caller;
    const read = this.refreshTokens.decode(token);
    const userId = read && (await this.sessions.findOwnerId(read.sessionId));
    return userId ? { userId, sessionId: read.sessionId } : undefined;
  }
}
