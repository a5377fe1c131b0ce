import { type RequestMetadata, RateLimiter } from '#platform';
import { Injectable, Logger } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource } from 'typeorm';
import { NIL } from 'uuid';
import type { Scope } from '../scopes';
import { findMatchingHash } from '../secrets/client-secret';
import type { AuthenticatedService } from '../service-tokens.service';
import type { ClientCredentials } from './client-credentials';
import { invalidClient } from './oauth.errors';

interface Row {
  scopes: Scope[];
  secret_id: string | null;
  hash: Buffer;
  used_lately: boolean;
}

/** Authenticates an OAuth client by its secret. */
@Injectable()
export class ClientAuthentication {
  private readonly logger = new Logger('OAuth');

  constructor(
    private readonly database: DataSource,
    private readonly limiter: RateLimiter,
  ) {}

  /**
   * An unknown client costs the same work as a wrong secret. Only failures count against the limit, and the right secret
   * is taken whatever the count: it can't be guessed, and an attacker must not lock its owner out.
   * @throws {Problem} 401 `invalid_client`, 429 `too_many_attempts`
   */
  async authenticate(
    { clientId, clientSecret = '' }: ClientCredentials,
    metadata: RequestMetadata,
  ): Promise<AuthenticatedService> {
    const id = isUUID(clientId) ? clientId.toLowerCase() : NIL;
    const rows = await this.database.query<Row[]>(
      `SELECT scopes, secret.id AS secret_id, hash, last_used_at > now() - interval '1 hour' AS used_lately
       FROM services LEFT JOIN service_secrets secret
         ON service_id = services.id AND (expires_at IS NULL OR expires_at > now())
       WHERE services.id = $1`,
      [id],
    );
    const live = rows.filter(({ secret_id }) => secret_id !== null);
    const index = findMatchingHash(
      clientSecret,
      live.map(({ hash }) => hash),
    );
    if (index === undefined) return this.reject(id, metadata);
    const { scopes, secret_id, used_lately } = live[index]!;
    if (!used_lately)
      await this.database.query('UPDATE service_secrets SET last_used_at = now() WHERE id = $1', [secret_id]);
    return { id, scopes, secretId: secret_id! };
  }

  private async reject(id: string, { ip, requestId }: RequestMetadata): Promise<never> {
    this.logger.warn({ event: 'client_refused', client_id: id === NIL ? null : id, ip, request_id: requestId });
    await this.limiter.hit('oauth_failures', id);
    throw invalidClient();
  }
}
