import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { EVENT_LEEWAY, VerificationKeys } from '#auth';

import { Injectable } from '@nestjs/common';
import type { SqlExecutor } from '../sql-executor';
import { MAX_ACCESS_TOKEN_TTL } from '../sessions.settings';
import { type PublishedKey, publishedKey } from './key-pair';
import { SigningKeyRepository } from './signing-key.repository';

/** How long others may cache the key set (`Cache-Control`), and so how long a new key is published before it signs. */
export const JWKS_MAX_AGE_SECONDS = 300;
/**
 * How long a key stays in the set after it has stopped signing: longer than any token, whatever `ACCESS_TOKEN_TTL` was,
 * is or will be, and whatever the clocks of processes that still signed with it.
 */
export const RETIREMENT_SECONDS = MAX_ACCESS_TOKEN_TTL + EVENT_LEEWAY;

export interface KeyRotation {
  kid: string;
  activeAt: Date;
  oldRetireAt: Date;
}

interface Signer {
  kid: string;
  key: KeyObject;
  activeAt: number;
}

/** The keys that sign access tokens, in memory as KeyObjects. */
@Injectable()
export class SigningKeysService {
  /** The newest first. */
  private signers: Signer[] = [];

  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly verification: VerificationKeys,
  ) {}

  /** Creates the first key if there is none; safe if many processes start at once. */
  async ensureKey(): Promise<void> {
    await this.repository.transaction(async (manager) => {
      if (!(await this.repository.hasUnretired(manager))) await this.repository.create(manager, 0);
    });
    await this.load();
  }

  /** @throws {SettingsError} if `SECRET_KEY` is not the one that the keys were encrypted with */
  async load(query?: SqlExecutor): Promise<void> {
    const rows = await this.repository.list(query);
    this.verification.replace(
      rows.map(({ kid, publicJwk, retiresAt }) => ({
        kid,
        key: createPublicKey({ key: publicJwk, format: 'jwk' }),
        retiresAt: retiresAt?.getTime(),
      })),
    );
    // The private key of a retired one may be deleted or unreadable.
    this.signers = rows
      .filter(({ kid }) => this.verification.isValid(kid))
      .map(({ kid, sealedPrivateKey, activeAt }) => ({
        kid,
        activeAt: activeAt.getTime(),
        key: createPrivateKey(this.repository.decrypt(sealedPrivateKey)),
      }));
  }

  /** The newest active key. */
  currentSigner(now = Date.now()): { kid: string; key: KeyObject } {
    const valid = this.signers.filter(({ kid }) => this.verification.isValid(kid, now));
    const signer = valid.find(({ activeAt }) => activeAt <= now) ?? valid.at(-1);
    if (!signer) throw new Error('there is no signing key');
    return signer;
  }

  /** @see RFC 7517 §5 */
  keySet(now = Date.now()): { keys: PublishedKey[] } {
    const valid = this.verification.all().filter(({ kid }) => this.verification.isValid(kid, now));
    return { keys: valid.map(publishedKey) };
  }

  /**
   * Publishes a new key. It signs once verifiers have had time to fetch it, or `immediately`. The old keys leave the set
   * when none of their tokens can be valid. If one has `leaked` they are withdrawn at once, and all clients must refresh.
   */
  async rotate({ immediately = false, leaked = false } = {}): Promise<KeyRotation> {
    return this.repository.transaction(async (manager) => {
      const delay = immediately || leaked ? 0 : JWKS_MAX_AGE_SECONDS;
      const { kid, activeAt } = await this.repository.create(manager, delay);
      const oldRetireAt = leaked ? activeAt : new Date(activeAt.getTime() + RETIREMENT_SECONDS * 1000);
      if (leaked) await this.repository.withdrawOthers(manager, kid);
      else await this.repository.retireOthers(manager, kid, oldRetireAt);
      return { kid, activeAt, oldRetireAt };
    });
  }

  purge(): Promise<void> {
    return this.repository.purge();
  }
}
