import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { databaseClock, type RequestMetadata } from '#platform';
import { AuditLog } from '#audit';
import { EVENT_LEEWAY, type Permission, VerificationKeys } from '#auth';
import { Injectable } from '@nestjs/common';
import { type Actor, TransactionAuthorizer } from '../transaction-authorizer';
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

/** `published` does not sign yet; `retiring` has signed tokens that have not expired; tokens of a `retired` one are refused. */
export type SigningKeyState = 'published' | 'signing' | 'retiring' | 'retired';

export interface SigningKeyStatus {
  kid: string;
  state: SigningKeyState;
  createdAt: Date;
  activeAt: Date;
  retiresAt: Date | null;
}

/** Who rotates; without it, an operator's command. */
interface RotationActor {
  actor: Actor;
  required: readonly Permission[];
  metadata: RequestMetadata;
}

type KeyTimes = Pick<SigningKeyStatus, 'activeAt' | 'retiresAt'>;

interface Signer extends KeyTimes {
  kid: string;
  key: KeyObject;
}

/** The keys that sign access tokens, in memory as KeyObjects. */
@Injectable()
export class SigningKeysService {
  /** The newest first. */
  private signers: Signer[] = [];

  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly verification: VerificationKeys,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly audit: AuditLog,
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
      .filter(({ kid }) => this.verification.isValid(kid, databaseClock.now()))
      .map(({ kid, sealedPrivateKey, activeAt, retiresAt }) => ({
        kid,
        activeAt,
        retiresAt,
        key: createPrivateKey(this.repository.decrypt(sealedPrivateKey)),
      }));
  }

  /** From the database, the newest first: those in the key set, and those that left it within a day. */
  async list(now = databaseClock.now()): Promise<SigningKeyStatus[]> {
    const keys = await this.repository.list();
    const signer = signerOf(
      keys.filter(({ retiresAt }) => !hasRetired(retiresAt, now)),
      now,
    );
    // A key that was withdrawn before it signed has a later `activeAt` than its successor.
    const byCreation = keys.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    return byCreation.map(({ kid, createdAt, activeAt, retiresAt }) => ({
      kid,
      state: stateOf({ activeAt, retiresAt }, kid === signer?.kid, now),
      createdAt,
      activeAt,
      retiresAt,
    }));
  }

  currentSigner(now = databaseClock.now()): { kid: string; key: KeyObject } {
    const valid = this.signers.filter(({ kid }) => this.verification.isValid(kid, now));
    const signer = signerOf(valid, now) ?? valid.at(-1);
    if (!signer) throw new Error('there is no signing key');
    return signer;
  }

  /** @see RFC 7517 §5 */
  keySet(now = databaseClock.now()): { keys: PublishedKey[] } {
    const valid = this.verification.all().filter(({ kid }) => this.verification.isValid(kid, now));
    return { keys: valid.map(publishedKey) };
  }

  /**
   * Publishes a new key. It signs once verifiers have had time to fetch it, or `immediately`. The old keys leave the set
   * when none of their tokens can be valid. If one has `leaked` they are withdrawn at once, and all clients must refresh.
   */
  async rotate({ immediately = false, leaked = false } = {}, by?: RotationActor): Promise<KeyRotation> {
    return this.repository.transaction(async (manager) => {
      if (by) await this.transactionAuthorizer.lockAndVerify(manager, by.actor, by.required);
      const delay = immediately || leaked ? 0 : JWKS_MAX_AGE_SECONDS;
      const { kid, activeAt } = await this.repository.create(manager, delay);
      const oldRetireAt = leaked ? activeAt : new Date(activeAt.getTime() + RETIREMENT_SECONDS * 1000);
      if (leaked) await this.repository.withdrawOthers(manager, kid);
      else await this.repository.retireOthers(manager, kid, oldRetireAt);
      await this.audit.record(manager, {
        action: leaked ? 'signing_key.withdraw' : 'signing_key.rotate',
        actorId: by?.actor.userId,
        details: { kid, immediately: delay === 0 },
        metadata: by?.metadata,
      });
      return { kid, activeAt, oldRetireAt };
    });
  }

  purge(): Promise<void> {
    return this.repository.purge();
  }
}

/**
 * The newest active key. One that was rotated out before it was active does not sign any more: its tokens could outlive it.
 * @param keys those that are not retired, the newest first
 */
function signerOf<Key extends KeyTimes>(keys: readonly Key[], now: number): Key | undefined {
  const active = keys.filter(({ activeAt }) => activeAt.getTime() <= now);
  return active.find(({ retiresAt }) => retiresAt === null) ?? active[0];
}

const hasRetired = (retiresAt: Date | null, now: number): boolean => retiresAt !== null && retiresAt.getTime() <= now;

function stateOf({ activeAt, retiresAt }: KeyTimes, signs: boolean, now: number): SigningKeyState {
  if (signs) return 'signing';
  if (hasRetired(retiresAt, now)) return 'retired';
  return activeAt.getTime() > now ? 'published' : 'retiring';
}
