import type { RequestMetadata } from '#platform';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OwnSessionsService } from '../own-sessions.service';
import { RefreshTokenCodec } from '../tokens/refresh-token.codec';
import { RequestOrigin } from './request-origin';
import { SessionCookies } from './session-cookies';

/** Sessions whose refresh token is in a cookie. */
@Injectable()
export class BrowserSessions {
  constructor(
    private readonly origin: RequestOrigin,
    private readonly cookies: SessionCookies,
    private readonly ownSessions: OwnSessionsService,
    private readonly refreshTokens: RefreshTokenCodec,
  ) {}

  isPresent(request: FastifyRequest): boolean {
    return this.cookies.isSent(request, 'refresh');
  }

  /** Whether the cookie of a request may authenticate it. */
  isUsable(request: FastifyRequest): boolean {
    return this.isPresent(request) && this.origin.isAllowed(request);
  }

  /**
   * Ends the session of the cookie, live or not, and clears it. No access token is required: it may have expired.
   * @throws {Problem} 403 `origin_not_allowed`
   */
  async logout(reply: FastifyReply, metadata: RequestMetadata): Promise<void> {
    this.origin.assertAllowed(reply.request);
    const token = this.cookies.read(reply.request, 'refresh');
    if (token) await this.ownSessions.revokeByRefreshToken(token, 'logout', metadata);
    this.cookies.clear(reply, 'refresh');
  }

  /** A new sign-in overwrites the cookie: nothing could end the session that it had. @see ASVS 7.2.4 */
  async endReplaced(request: FastifyRequest, refresh: string, metadata: RequestMetadata): Promise<void> {
    const previous = this.cookies.read(request, 'refresh');
    if (!previous || this.sessionIdOf(previous) === this.sessionIdOf(refresh)) return;
    await this.ownSessions.revokeByRefreshToken(previous, 'replaced', metadata);
  }

  /** After a session and all that was known of its device are gone. Cookies of another session stay. */
  forget(reply: FastifyReply, sessionId: string): void {
    const token = this.cookies.read(reply.request, 'refresh');
    if (!token || this.sessionIdOf(token) !== sessionId) return;
    this.cookies.clear(reply, 'refresh');
    this.cookies.clear(reply, 'known_device_token');
    this.cookies.clear(reply, 'trusted_device_token');
  }

  private sessionIdOf(token: string): string | undefined {
    return this.refreshTokens.decode(token)?.sessionId;
  }
}
