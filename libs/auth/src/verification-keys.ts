import type { KeyObject } from 'node:crypto';

/** The issuer's public keys by `kid`. Held as KeyObjects: a PEM would be parsed at each verification, 5 times slower. */
export class VerificationKeys {
  private keys = new Map<string, KeyObject>();
  /** Rises when a key is gone: what was verified by it no longer counts. */
  generation = 0;

  replace(keys: Iterable<[kid: string, key: KeyObject]>): void {
    const before = this.keys;
    this.keys = new Map(keys);
    if ([...before.keys()].some((kid) => !this.keys.has(kid))) this.generation++;
  }

  /** A service that does not know it may ask the issuer; the issuer itself knows all there are. */
  find(kid: string): KeyObject | undefined | Promise<KeyObject | undefined> {
    return this.known(kid);
  }

  protected known(kid: string): KeyObject | undefined {
    return this.keys.get(kid);
  }
}
