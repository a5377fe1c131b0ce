/** `ACCESS_TOKEN_TTL` as it is set now, in seconds. `Infinity` if unknown: then each token's own `exp` counts. */
export class AccessTokenTtl {
  private value = Infinity;
  private readonly listeners = new Set<() => void>();

  get seconds(): number {
    return this.value;
  }

  get isKnown(): boolean {
    return this.value !== Infinity;
  }

  set(seconds: number): void {
    if (seconds === this.value) return;
    this.value = seconds;
    for (const listener of this.listeners) listener();
  }

  /** @returns a function that removes the listener */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
