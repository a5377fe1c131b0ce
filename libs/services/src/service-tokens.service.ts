import { AccessTokenIssuer, AuthorizationEventRecorder } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Scope } from './scopes';

/** A service that was authenticated by one of its secrets. */
export interface AuthenticatedService {
  id: string;
  scopes: Scope[];
  secretId: string;
}

/**
 * Access tokens of services. While one lives its id is remembered, with its scopes and the secret that got it, so that
 * what is taken from a service is taken from its tokens at once.
 */
@Injectable()
export class ServiceTokensService {
  constructor(
    private readonly database: DataSource,
    private readonly accessTokens: AccessTokenIssuer,
    private readonly events: AuthorizationEventRecorder,
  ) {}

  /**
   * The row locks make it wait for a change of the service that is under way, and that change for it.
   * @returns nothing where the service, the secret or a scope was removed meanwhile
   */
  async issue({ id, secretId }: AuthenticatedService, scopes: Scope[]): Promise<string | undefined> {
    const tokenId = uuid();
    const rows = await this.database.query(
      `WITH granted AS (
         SELECT service.id FROM services service JOIN service_secrets secret ON secret.service_id = service.id
         WHERE service.id = $2 AND secret.id = $3 AND service.scopes @> $4::text[]
         FOR SHARE
       )
       INSERT INTO service_tokens (id, service_id, secret_id, scopes, expires_at)
       SELECT $1, id, $3, $4, now() + make_interval(secs => $5) FROM granted RETURNING id`,
      [tokenId, id, secretId, scopes, this.accessTokens.lifetime],
    );
    return rows.length > 0 ? this.accessTokens.issueForService(id, tokenId, scopes) : undefined;
  }

  /** One token, if it is the service's. @returns whether it was alive */
  async revoke(manager: EntityManager, serviceId: string, tokenId: string): Promise<boolean> {
    return this.revokeWhere(manager, 'service_id = $1 AND id = $2', [serviceId, tokenId]);
  }

  /** Those with a scope that is not among these. */
  async revokeBeyondScopes(manager: EntityManager, serviceId: string, scopes: Scope[]): Promise<void> {
    await this.revokeWhere(manager, 'service_id = $1 AND NOT scopes <@ $2::text[]', [serviceId, scopes]);
  }

  /** Those that were got with this secret. */
  async revokeBySecret(manager: EntityManager, serviceId: string, secretId: string): Promise<void> {
    await this.revokeWhere(manager, 'service_id = $1 AND secret_id = $2', [serviceId, secretId]);
  }

  /** Deletes expired tokens. */
  async purge(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      'DELETE FROM service_tokens WHERE expires_at < now()',
    );
    return deleted;
  }

  private async revokeWhere(manager: EntityManager, which: string, values: unknown[]): Promise<boolean> {
    const [rows] = await manager.query<[{ id: string }[]]>(
      `DELETE FROM service_tokens WHERE expires_at > now() AND ${which} RETURNING id`,
      values,
    );
    if (rows.length === 0) return false;
    await this.events.record(manager, 'session-revoked', {
      user_id: null,
      session_ids: rows.map(({ id }) => id),
      reason: 'token_revoked',
    });
    return true;
  }
}
