import { hashOfToken, newToken } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** Hours that a link works. The next start of the service makes a new one. */
export const SETUP_LINK_HOURS = 24;

@Injectable()
export class OwnerSetupTokens {
  constructor(private readonly database: DataSource) {}

  /** Each process has a link of its own, since only its own log has it. */
  async create(manager: EntityManager): Promise<string> {
    const token = newToken();
    await manager.query(
      `WITH expired AS (DELETE FROM owner_setup_tokens WHERE expires_at < now())
       INSERT INTO owner_setup_tokens (hash, expires_at) VALUES ($1, now() + make_interval(hours => $2))`,
      [hashOfToken(token), SETUP_LINK_HOURS],
    );
    return token;
  }

  /** @returns when it expires, or has expired; nothing for an unknown one */
  async find(token: string, manager: EntityManager = this.database.manager) {
    const [row] = await manager.query<{ expiresAt: Date; isExpired: boolean }[]>(
      `SELECT expires_at AS "expiresAt", expires_at <= now() AS "isExpired" FROM owner_setup_tokens WHERE hash = $1`,
      [hashOfToken(token)],
    );
    return row;
  }

  /** Part of the transaction that makes an owner, in whatever way. */
  async removeAll(manager: EntityManager): Promise<void> {
    await manager.query('DELETE FROM owner_setup_tokens');
  }
}
