import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { EVENT_LEEWAY, VerificationKeys } from '#auth';
import { advisoryLocks, SecretBox, SettingsError } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { MAX_ACCESS_TOKEN_TTL } from '../sessions.settings';
import { generateKeyPair, type PublishedKey, publishedKey } from './key-pair';
import type { SigningKey } from './signing-key.entity';

/** How long others may keep the key set (`Cache-Control`), so how long a new key is published before it signs. */
export const JWKS_MAX_AGE = 300;
export const SIGNING_KEYS_CHANNEL = 'signing_keys';
/**
 * Seconds that a key stays in the set after it has stopped signing: no token lives longer, whatever `ACCESS_TOKEN_TTL`
 * was, is or will be, and whatever the clocks of those who still signed with it.
 */
export const RETIREMENT = MAX_ACCESS_TOKEN_TTL + EVENT_LEEWAY;
/** A withdrawn key ended so long ago, in seconds, that no process takes it to hold, though its clock is slow. */
const WITHDRAWN_SINCE = 3600;
/** That it was withdrawn is told for so long, in seconds: no cache of the key set lives longer. */
const WITHDRAWAL_TOLD = 86_400;

const PURPOSE = 'signing-keys';

export type Query = <Row>(sql: string) => Promise<Row[]>;
type Row = Omit<SigningKey, 'createdAt'>;

export interface Rotation {
  kid: string;
  activeAt: Date;
  oldRetireAt: Date;
}

interface Signer {
  kid: string;
  key: KeyObject;
  activeAt: number;
}

/**
 * The keys that sign access tokens: made at first start, encrypted in the database, in memory as KeyObjects. A trigger
 * tells all processes of each change.
 */
@Injectable()
export class SigningKeys {
  /** The newest first. */
  private signers: Signer[] = [];

  constructor(
    private readonly database: DataSource,
    private readonly secrets: SecretBox,
    private readonly verification: VerificationKeys,
  ) {}

  /** Makes the first key if there is none; many processes may start at once. One that signs later is one. */
  async ensure(): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.signingKeyRotation]);
      const lasting = await manager.query('SELECT 1 FROM signing_keys WHERE retires_at IS NULL LIMIT 1');
      if (lasting.length === 0) await this.make(manager, 0);
    });
    await this.load();
  }

  /** @throws {SettingsError} where `SECRET_KEY` is not the one that the keys were encrypted with */
  async load(query: Query = (sql) => this.database.query(sql)): Promise<void> {
    const rows = await query<Row>(
      `SELECT kid, public_jwk AS "publicJwk", sealed_private_key AS "sealedPrivateKey", active_at AS "activeAt",
              retires_at AS "retiresAt"
       FROM signing_keys ORDER BY active_at DESC`,
    );
    // What no longer holds is gone, though a private key should not be readable.
    this.verification.replace(
      rows.map(({ kid, publicJwk, retiresAt }) => ({
        kid,
        key: createPublicKey({ key: publicJwk, format: 'jwk' }),
        retiresAt: retiresAt?.getTime(),
      })),
    );
    this.signers = rows
      .filter(({ kid }) => this.verification.holds(kid))
      .map(({ kid, sealedPrivateKey, activeAt }) => ({
        kid,
        activeAt: activeAt.getTime(),
        key: createPrivateKey(this.unseal(sealedPrivateKey)),
      }));
  }

  /** The newest key whose time has come. */
  current(now = Date.now()): { kid: string; key: KeyObject } {
    const lasting = this.signers.filter(({ kid }) => this.verification.holds(kid, now));
    const signer = lasting.find(({ activeAt }) => activeAt <= now) ?? lasting.at(-1);
    if (!signer) throw new Error('there is no signing key');
    return signer;
  }

  /** @see RFC 7517 §5 */
  keySet(now = Date.now()): { keys: PublishedKey[] } {
    const held = this.verification.all().filter(({ kid }) => this.verification.holds(kid, now));
    return { keys: held.map(publishedKey) };
  }

  /**
   * Publishes a new key; it signs once verifiers have had time to fetch it, or `immediately`. The old ones leave the
   * set when no token of theirs can be alive; where one has `leaked`, at once, and everybody has to refresh.
   */
  async rotate({ immediately = false, leaked = false } = {}): Promise<Rotation> {
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.signingKeyRotation]);
      const { kid, activeAt } = await this.make(manager, immediately || leaked ? 0 : JWKS_MAX_AGE);
      const oldRetireAt = leaked ? activeAt : new Date(activeAt.getTime() + RETIREMENT * 1000);
      if (leaked) await this.withdraw(manager, kid);
      // Those that were rotated out before leave no later than planned.
      else
        await manager.query('UPDATE signing_keys SET retires_at = least(retires_at, $1) WHERE kid <> $2', [
          oldRetireAt,
          kid,
        ]);
      return { kid, activeAt, oldRetireAt };
    });
  }

  /** Forgets those that ended long ago. */
  async purge(): Promise<void> {
    await this.database.query('DELETE FROM signing_keys WHERE retires_at < now() - make_interval(secs => $1)', [
      WITHDRAWN_SINCE + WITHDRAWAL_TOLD,
    ]);
  }

  /** Their private halves go at once. */
  private async withdraw(manager: EntityManager, exceptKid: string): Promise<void> {
    await manager.query(
      `UPDATE signing_keys
       SET retires_at = least(retires_at, now() - make_interval(secs => $1)), sealed_private_key = ''
       WHERE kid <> $2`,
      [WITHDRAWN_SINCE, exceptKid],
    );
  }

  /** Times are the database's: the clocks of processes differ. @param delay seconds until it signs */
  private async make(manager: EntityManager, delay: number): Promise<{ kid: string; activeAt: Date }> {
    const { kid, publicJwk, privateKey } = generateKeyPair();
    const [made] = await manager.query<{ kid: string; activeAt: Date }[]>(
      `INSERT INTO signing_keys (kid, public_jwk, sealed_private_key, active_at)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4)) RETURNING kid, active_at AS "activeAt"`,
      [kid, publicJwk, this.secrets.seal(PURPOSE, privateKey), delay],
    );
    return made!;
  }

  private unseal(sealed: string): string {
    try {
      return this.secrets.open(PURPOSE, sealed);
    } catch (cause) {
      throw new SettingsError(['SECRET_KEY: the signing keys in the database were encrypted with another one'], {
        cause,
      });
    }
  }
}
