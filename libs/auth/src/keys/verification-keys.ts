import type { KeyObject } from 'node:crypto';

/** A public key of the issuer, and when it stops being one. */
export interface IssuerKey {
  kid: string;
  key: KeyObject;
  /** Milliseconds since 1970. In the past for a key that was withdrawn, `Infinity` for one that stays. */
  retiresAt?: number;
}

/** A token may be here before the word of its key; that comes within this, or not at all. Milliseconds. */
const KEY_WAIT_MS = 250;

/**
 * The issuer's public keys by `kid`. Held as KeyObjects: a PEM would be parsed at each verification, 5 times slower.
 * Whether a key holds is decided by the time of each use.
 */
export class VerificationKeys {
  private keys = new Map<string, KeyObject>();
  /** Of every key that was ever heard of here: a late word of another process brings none back. */
  private readonly retirements = new Map<string, number>();
  private readonly listeners = new Set<() => void>();

  /** All there are now, those that were withdrawn lately as well. What is not among them no longer holds. */
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
   * @returns how to stop listening
   */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  all(): Required<IssuerKey>[] {
    return [...this.keys].map(([kid, key]) => ({ kid, key, retiresAt: this.retirements.get(kid)! }));
  }

  /** Whether tokens of this key hold. */
  isValid(kid: string, now = Date.now()): boolean {
    return this.keys.has(kid) && this.retirements.get(kid)! > now;
  }

  find(kid: string, now = Date.now()): KeyObject | undefined | Promise<KeyObject | undefined> {
    const isWithdrawn = (this.retirements.get(kid) ?? Infinity) <= now;
    return isWithdrawn ? undefined : (this.getValid(kid, now) ?? this.waitForKey(kid));
  }

  protected getValid(kid: string, now: number): KeyObject | undefined {
    return this.isValid(kid, now) ? this.keys.get(kid) : undefined;
  }

  private waitForKey(kid: string): Promise<KeyObject | undefined> {
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        stop();
        resolve(this.getValid(kid, Date.now()));
      };
      const timer = setTimeout(settle, KEY_WAIT_MS);
      const stop = this.subscribe(() => this.keys.has(kid) && settle());
    });
  }
}

const areEqual = (some: Required<IssuerKey>[], others: Required<IssuerKey>[]): boolean =>
  some.length === others.length &&
  some.every(({ kid, retiresAt }) => others.some((other) => other.kid === kid && other.retiresAt === retiresAt));
