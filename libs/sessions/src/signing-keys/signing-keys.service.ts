import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { VerificationKeys } from '#auth';
import { SecretBox, Settings, SettingsError } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { generateKeyPair, type PublicJwk } from './key-pair';
import { SigningKey } from './signing-key.entity';

/** How long others may keep the key set (`Cache-Control`), so how long a new key is published before it signs. */
export const JWKS_MAX_AGE = 300;
export const SIGNING_KEYS_CHANNEL = 'signing_keys';

const PURPOSE = 'signing-keys';
const LOCK = 7_204_110_002;

type PublishedKey = PublicJwk & { kid: string; use: 'sig'; alg: 'ES256' };

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

/** The keys that sign access tokens: made at first start, encrypted in the database, in memory as KeyObjects. */
@Injectable()
export class SigningKeys {
  private signers: Signer[] = [];
  private published: PublishedKey[] = [];

  constructor(
    private readonly database: DataSource,
    private readonly secrets: SecretBox,
    private readonly settings: Settings,
    private readonly verification: VerificationKeys,
  ) {}

  /** Makes the first key if there is none; many processes may start at once. */
  async ensure(): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const usable = await manager.query(
        'SELECT 1 FROM signing_keys WHERE retires_at IS NULL AND active_at <= now() LIMIT 1',
      );
      if (usable.length === 0) await manager.insert(SigningKey, this.make(new Date()));
    });
    await this.load();
  }

  /** @throws {SettingsError} where `SECRET_KEY` is not the one that the keys were encrypted with */
  async load(): Promise<void> {
    const rows = await this.database
      .getRepository(SigningKey)
      .createQueryBuilder('key')
      .where('key.retiresAt IS NULL OR key.retiresAt > now()')
      .orderBy('key.activeAt', 'DESC')
      .getMany();
    this.signers = rows.map(({ kid, sealedPrivateKey, activeAt }) => ({
      kid,
      activeAt: activeAt.getTime(),
      key: createPrivateKey(this.unseal(sealedPrivateKey)),
    }));
    this.published = rows.map(({ kid, publicJwk: { kty, crv, x, y } }) => ({
      kty,
      crv,
      x,
      y,
      kid,
      use: 'sig',
      alg: 'ES256',
    }));
    this.verification.replace(
      rows.map(({ kid, publicJwk }) => [kid, createPublicKey({ key: publicJwk, format: 'jwk' })]),
    );
  }

  /** The newest key whose time has come. */
  current(now = Date.now()): { kid: string; key: KeyObject } {
    const signer = this.signers.find(({ activeAt }) => activeAt <= now) ?? this.signers.at(-1);
    if (!signer) throw new Error('signing keys are not loaded');
    return signer;
  }

  /** @see RFC 7517 §5 */
  keySet(): { keys: PublishedKey[] } {
    return { keys: this.published };
  }

  /**
   * Publishes a new key; it signs once verifiers have had time to fetch it, or `immediately`. The old ones leave the
   * set when their last token has expired; where one has `leaked`, at once, and everybody has to refresh.
   */
  async rotate({ immediately = false, leaked = false } = {}): Promise<Rotation> {
    const now = Date.now();
    const activeAt = new Date(immediately || leaked ? now : now + JWKS_MAX_AGE * 1000);
    const overlap = leaked ? 0 : this.settings.ACCESS_TOKEN_TTL + JWKS_MAX_AGE;
    const oldRetireAt = new Date(activeAt.getTime() + overlap * 1000);
    const key = this.make(activeAt);
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      // Those that were rotated out before leave no later than planned.
      await manager.query('UPDATE signing_keys SET retires_at = least(retires_at, $1)', [oldRetireAt]);
      await manager.query('DELETE FROM signing_keys WHERE retires_at <= $1', [new Date(now)]);
      await manager.insert(SigningKey, key);
      await manager.query(`SELECT pg_notify($1, '')`, [SIGNING_KEYS_CHANNEL]);
    });
    return { kid: key.kid, activeAt, oldRetireAt };
  }

  private make(activeAt: Date): SigningKey {
    const { kid, publicJwk, privateKey } = generateKeyPair();
    return {
      kid,
      publicJwk,
      sealedPrivateKey: this.secrets.seal(PURPOSE, privateKey),
      createdAt: new Date(),
      activeAt,
      retiresAt: null,
    };
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
