import { createPublicKey, type KeyObject } from 'node:crypto';
import { ACCESS_TOKEN_ALGORITHM } from '../tokens/access-token';
import { type AuthLogger, type AuthServiceOptions, consoleLogger } from '../auth.options';
import type { PublishedSigningKey } from '../state/authorization-event';
import type { Jwk } from '../jws/jwk';
import { type IssuerKey, VerificationKeys } from './verification-keys';

/** Tokens with unknown keys can't cause requests more often than this. */
const MIN_INTERVAL_MS = 5000;
/** Without the event stream, a withdrawn key is removed after this time at the latest. */
const MAX_AGE_MS = 5 * 60_000;
const REQUEST_TIMEOUT_MS = 5000;

/**
 * The issuer's keys. While the stream of authorization events is open they come from it alone: an HTTP cache may hold a
 * key set with a key that is withdrawn by now. Otherwise they come from the JWK set: fetched when first needed, again for
 * an unknown `kid`, and every 5 minutes in use. While the issuer can't be reached the known keys stay in use.
 * @see RFC 7517 §5
 */
export class RemoteKeySet extends VerificationKeys {
  private isStreaming = false;
  private updatedAt = -Infinity;
  private pendingFetch?: Promise<void>;

  constructor(
    private readonly options: AuthServiceOptions,
    private readonly logger: AuthLogger = consoleLogger,
    /** Ends requests, so that they do not keep the process. */
    private readonly closing = new AbortController().signal,
  ) {
    super();
  }

  /** Keys from the event stream. @param now by the clock of `find` */
  replaceFromStream(keys: readonly PublishedSigningKey[], now: number): void {
    this.isStreaming = true;
    this.updatedAt = now;
    this.replace(
      keys
        .filter(isSupported)
        .map((jwk) => ({ ...toKey(jwk), retiresAt: Date.parse(jwk.retires_at ?? '') || Infinity })),
    );
  }

  /** From now on keys come from the JWK set. */
  onStreamClosed(now: number): void {
    if (this.isStreaming) this.updatedAt = now;
    this.isStreaming = false;
  }

  override find(kid: string, now = Date.now()): KeyObject | undefined | Promise<KeyObject | undefined> {
    if (this.isStreaming) return super.find(kid, now);
    const key = this.getValid(kid, now);
    if (key) {
      if (this.age(now) > MAX_AGE_MS) void this.fetchOnce(now);
      return key;
    }
    return this.refresh(now).then(() => this.getValid(kid, now));
  }

  /** At most one request within `MIN_INTERVAL_MS`. */
  private refresh(now: number): Promise<void> {
    if (this.pendingFetch) return this.pendingFetch;
    return this.age(now) < MIN_INTERVAL_MS ? Promise.resolve() : this.fetchOnce(now);
  }

  /** Of a clock that was set back the keys are as old as of one that was set forward. */
  private age(now: number): number {
    return Math.abs(now - this.updatedAt);
  }

  private fetchOnce(now: number): Promise<void> {
    this.updatedAt = now;
    return (this.pendingFetch ??= this.fetch()
      .catch((error) => {
        if (!this.closing.aborted) this.logger.warn(`could not read the issuer's keys; using the known ones: ${error}`);
      })
      .finally(() => (this.pendingFetch = undefined)));
  }

  private async fetch(): Promise<void> {
    const response = await fetch(new URL('/.well-known/jwks.json', this.options.issuer), {
      redirect: 'error',
      signal: AbortSignal.any([this.closing, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`it answered ${response.status}`);
    }
    const { keys } = (await response.json()) as { keys: Jwk[] };
    // The stream may have opened meanwhile; its keys are newer.
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
