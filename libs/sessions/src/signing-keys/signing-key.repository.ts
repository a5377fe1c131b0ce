import { advisoryLocks, SecretBox, SettingsError } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SqlExecutor } from '../sql-executor';
import { generateKeyPair } from './key-pair';
import type { SigningKey } from './signing-key.entity';

/** A trigger NOTIFYs it on each change of the table. */
export const SIGNING_KEYS_CHANNEL = 'signing_keys';
/** Seconds that a withdrawn key's end is set back, so that a process whose clock is slow refuses it too. */
const WITHDRAWAL_BACKDATE_SECONDS = 3600;
/** Seconds that a withdrawn key is still listed as withdrawn; no cache of the key set lives longer. */
const WITHDRAWAL_RETENTION_SECONDS = 86_400;

const SECRET_PURPOSE = 'signing-keys';

export type SigningKeyRow = SigningKey;

/** The table of signing keys; private keys are encrypted. Times are the database's, since clocks of processes differ. */
@Injectable()
export class SigningKeyRepository {
  constructor(
    private readonly database: DataSource,
    private readonly secrets: SecretBox,
  ) {}

  /** Runs `work` in a transaction while no other process changes the keys. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.signingKeyRotation]);
      return work(manager);
    });
  }

  /** The newest first. */
  list(query: SqlExecutor = (sql) => this.database.query(sql)): Promise<SigningKeyRow[]> {
    return query<SigningKeyRow>(
      `SELECT kid, public_jwk AS "publicJwk", sealed_private_key AS "sealedPrivateKey", created_at AS "createdAt",
              active_at AS "activeAt", retires_at AS "retiresAt"
       FROM signing_keys ORDER BY active_at DESC`,
    );
  }

  /** Whether there is a key that is not retired, even if it is not active yet. */
  async hasUnretired(manager: EntityManager): Promise<boolean> {
    return (await manager.query('SELECT 1 FROM signing_keys WHERE retires_at IS NULL LIMIT 1')).length > 0;
  }

  /** @param delay seconds until the key signs */
  async create(manager: EntityManager, delay: number): Promise<{ kid: string; activeAt: Date }> {
    const { kid, publicJwk, privateKey } = generateKeyPair();
    const [created] = await manager.query<{ kid: string; activeAt: Date }[]>(
      `INSERT INTO signing_keys (kid, public_jwk, sealed_private_key, active_at)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4)) RETURNING kid, active_at AS "activeAt"`,
      [kid, publicJwk, this.secrets.seal(SECRET_PURPOSE, privateKey), delay],
    );
    return created!;
  }

  /** Sets when all other keys retire; one that was rotated out before keeps its earlier time. */
  async retireOthers(manager: EntityManager, kid: string, retiresAt: Date): Promise<void> {
    await manager.query('UPDATE signing_keys SET retires_at = least(retires_at, $1) WHERE kid <> $2', [retiresAt, kid]);
  }

  /** Withdraws all other keys at once and deletes their private keys. */
  async withdrawOthers(manager: EntityManager, kid: string): Promise<void> {
    await manager.query(
      `UPDATE signing_keys
       SET retires_at = least(retires_at, now() - make_interval(secs => $1)), sealed_private_key = ''
       WHERE kid <> $2`,
      [WITHDRAWAL_BACKDATE_SECONDS, kid],
    );
  }

  /** Deletes keys that retired long ago. */
  async purge(): Promise<void> {
    await this.database.query('DELETE FROM signing_keys WHERE retires_at < now() - make_interval(secs => $1)', [
      WITHDRAWAL_BACKDATE_SECONDS + WITHDRAWAL_RETENTION_SECONDS,
    ]);
  }

  /**
   * @returns PKCS #8 in PEM
   * @throws {SettingsError} if `SECRET_KEY` is not the one that the key was encrypted with
   */
  decrypt(sealedPrivateKey: string): string {
    try {
      return this.secrets.open(SECRET_PURPOSE, sealedPrivateKey);
    } catch (cause) {
      throw new SettingsError(['SECRET_KEY: the signing keys in the database were encrypted with another one'], {
        cause,
      });
    }
  }
}
