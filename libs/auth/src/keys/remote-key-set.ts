import { createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { ACCESS_TOKEN_ALGORITHM } from '../tokens/access-token';
import { AuthServiceOptions } from '../auth.options';
import type { PublishedSigningKey } from '../state/authorization-event';
import type { Jwk } from '../jws/jwk';
import { type IssuerKey, VerificationKeys } from './verification-keys';

/** Junk tokens name keys that nobody has; they can't make us ask more often than this. */
const MIN_INTERVAL_MS = 5000;
/** A key that was withdrawn is forgotten after this at the latest, where the stream of events does not tell it. */
const MAX_AGE_MS = 5 * 60_000;
const REQUEST_TIMEOUT_MS = 5000;

/**
 * The issuer's keys. While the stream of authorization events is followed it tells them, and nothing else is asked: a
 * cache on the way may hold a key set with a key that is withdrawn by now. Otherwise they come from the JWK set: fetched
 * when they are first needed, again for a `kid` that is not known, and every 5 minutes in use. While the issuer is away
 * what is known goes on being used.
 * @see RFC 7517 §5
 */
@Injectable()
export class RemoteKeySet extends VerificationKeys {
  private readonly logger = new Logger('RemoteKeySet');
  private isStreaming = false;
  private updatedAt = -Infinity;
  private pendingFetch?: Promise<void>;

  constructor(private readonly options: AuthServiceOptions) {
    super();
  }

  /** As the stream says. */
  replaceFromStream(keys: readonly PublishedSigningKey[], now = Date.now()): void {
    this.isStreaming = true;
    this.updatedAt = now;
    this.replace(
      keys
        .filter(isSupported)
        .map((jwk) => ({ ...toKey(jwk), retiresAt: Date.parse(jwk.retires_at ?? '') || Infinity })),
    );
  }

  /** The stream has ended. */
  onStreamClosed(now = Date.now()): void {
    if (this.isStreaming) this.updatedAt = now;
    this.isStreaming = false;
  }

  override find(kid: string, now = Date.now()): KeyObject | undefined | Promise<KeyObject | undefined> {
    if (this.isStreaming) return super.find(kid, now);
    const key = this.getValid(kid, now);
    if (key) {
      if (now - this.updatedAt > MAX_AGE_MS) void this.fetchOnce(now);
      return key;
    }
    return this.refresh(now).then(() => this.getValid(kid, now));
  }

  /** Resolves when the newest answer is in; nobody waits for a second one within seconds. */
  private refresh(now: number): Promise<void> {
    if (this.pendingFetch) return this.pendingFetch;
    return now - this.updatedAt < MIN_INTERVAL_MS ? Promise.resolve() : this.fetchOnce(now);
  }

  private fetchOnce(now: number): Promise<void> {
    this.updatedAt = now;
    return (this.pendingFetch ??= this.fetch()
      .catch((error) => this.logger.warn(`could not read the issuer's keys; going on with those known: ${error}`))
      .finally(() => (this.pendingFetch = undefined)));
  }

  private async fetch(): Promise<void> {
    const answer = await fetch(new URL('/.well-known/jwks.json', this.options.issuer), {
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new Error(`it answered ${answer.status}`);
    }
    const { keys } = (await answer.json()) as { keys: Jwk[] };
    // What was asked before the stream was there is older than what the stream says.
    if (!this.isStreaming) this.replace(keys.filter(isSupported).map(toKey));
  }
}

const toKey = (jwk: Jwk): IssuerKey => ({ kid: jwk.kid!, key: createPublicKey({ key: jwk, format: 'jwk' }) });

const isSupported = ({ kid, kty, crv, use, alg = ACCESS_TOKEN_ALGORITHM }: Jwk): boolean =>
  typeof kid === 'string' &&
  kty === 'EC' &&
  crv === 'P-256' &&
  (use ?? 'sig') === 'sig' &&
  alg === ACCESS_TOKEN_ALGORITHM;
