import type { KeyObject } from 'node:crypto';

/** A public key of the issuer. */
export interface IssuerKey {
  kid: string;
  key: KeyObject;
  /** Milliseconds since 1970. In the past for a withdrawn key; `Infinity`, the default, for one without an end. */
  retiresAt?: number;
}

/** How long to wait for an unknown key, since a token may arrive before the notification of its key. */
const KEY_WAIT_MS = 250;

/**
 * The issuer's public keys by `kid`. Kept as KeyObjects: a PEM would be parsed at each verification, which is 5 times
 * slower. Retirement is checked at each use.
 */
export class VerificationKeys {
  private keys = new Map<string, KeyObject>();
  /** Of every key ever known: a late message never brings a retired key back. */
  private readonly retirements = new Map<string, number>();
  private readonly listeners = new Set<() => void>();

  /** Replaces all keys; the list includes recently withdrawn ones. A key that is not in it is no longer valid. */
  replace(keys: Iterable<IssuerKey>): void {
    const before = this.all();
    this.keys = new Map();
    for (const { kid, key, retiresAt = Infinity } of keys) {
      this.keys.set(kid, key);
      this.retirements.set(kid, Math.min(retiresAt, this.retirements.get(kid) ?? Infinity));
    }
    if (!areEqual(before, this.all())) for (const listener of [...this.listeners]) listener();
  }

  /**
   * Called after each change of the keys.
   * @returns a function that removes the listener
   */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  all(): Required<IssuerKey>[] {
    return [...this.keys].map(([kid, key]) => ({ kid, key, retiresAt: this.retirements.get(kid)! }));
  }

  /** Whether the key was ever known; a retired one was. */
  isKnown(kid: string): boolean {
    return this.retirements.has(kid);
  }

  /** Whether the key is known and not retired. */
  isValid(kid: string, now = Date.now()): boolean {
    return this.keys.has(kid) && this.retirements.get(kid)! > now;
  }

  find(kid: string, now = Date.now()): KeyObject | undefined | Promise<KeyObject | undefined> {
    const isWithdrawn = (this.retirements.get(kid) ?? Infinity) <= now;
    return isWithdrawn ? undefined : (this.getValid(kid, now) ?? this.waitForKey(kid, now));
  }

  protected getValid(kid: string, now: number): KeyObject | undefined {
    return this.isValid(kid, now) ? this.keys.get(kid) : undefined;
  }

  private waitForKey(kid: string, now: number): Promise<KeyObject | undefined> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        unsubscribe();
        resolve(this.getValid(kid, now));
      };
      const timer = setTimeout(finish, KEY_WAIT_MS);
      const unsubscribe = this.subscribe(() => this.keys.has(kid) && finish());
    });
  }
}

const areEqual = (some: Required<IssuerKey>[], others: Required<IssuerKey>[]): boolean =>
  some.length === others.length &&
  some.every(({ kid, retiresAt }) => others.some((other) => other.kid === kid && other.retiresAt === retiresAt));
