import { advisoryLocks, SecretBox } from '#platform';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

export const WEB_PUSH_KEYS_PURPOSE = 'web-push-keys';

export interface WebPushKeyPair {
  /** Uncompressed point of P-256, base64url: what browsers call `applicationServerKey`. */
  publicKey: string;
  privateKey: string;
}

/** The key pair that push services know us by: created at first start, the private half sealed. @see RFC 8292 */
@Injectable()
export class WebPushKeys {
  private readonly logger = new Logger('WebPushKeys');
  private loaded?: Promise<WebPushKeyPair>;

  constructor(
    private readonly database: DataSource,
    private readonly secrets: SecretBox,
  ) {}

  get(): Promise<WebPushKeyPair> {
    this.loaded ??= this.loadOrCreate().catch((error) => {
      this.loaded = undefined;
      throw error;
    });
    return this.loaded;
  }

  private loadOrCreate(): Promise<WebPushKeyPair> {
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.webPushKeyCreation]);
      const [row] = await manager.query('SELECT public_key, sealed_private_key FROM web_push_keys');
      const stored = row && this.open(row);
      if (stored) return stored;
      const { default: webPush } = await import('web-push');
      const created = webPush.generateVAPIDKeys();
      await manager.query(
        `INSERT INTO web_push_keys (public_key, sealed_private_key) VALUES ($1, $2)
         ON CONFLICT (only_one) DO UPDATE SET public_key = $1, sealed_private_key = $2, created_at = now()`,
        [created.publicKey, this.secrets.seal(WEB_PUSH_KEYS_PURPOSE, created.privateKey)],
      );
      return created;
    });
  }

  private open(row: { public_key: string; sealed_private_key: string }): WebPushKeyPair | undefined {
    try {
      return {
        publicKey: row.public_key,
        privateKey: this.secrets.open(WEB_PUSH_KEYS_PURPOSE, row.sealed_private_key),
      };
    } catch {
      // The signing keys were given up before (a start with the wrong SECRET_KEY ends there), so this is wanted.
      this.logger.warn('SECRET_KEY has changed: a new Web Push key is made, and browsers have to subscribe anew');
      return undefined;
    }
  }
}
