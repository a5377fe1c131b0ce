import { AuthorizationState, type SigningKeySet, VerificationKeys } from '#auth';
import { publishedKey } from '../signing-keys/key-pair';
import { snapshotBody } from './event-frame';

/**
 * All readers that connect within this time share one snapshot, and get the events since. After a restart every service
 * connects at once, and serializing 100,000 revoked sessions takes 0.1 s.
 */
const LIFETIME_MS = 1000;

/** The snapshot that a stream begins with, as bytes, and the frames that were sent since it was made. */
export class SharedSnapshot {
  private frames?: Buffer[];

  constructor(
    private readonly state: AuthorizationState,
    private readonly keys: VerificationKeys,
  ) {}

  get isCached(): boolean {
    return this.frames !== undefined;
  }

  get(): readonly Buffer[] {
    if (!this.frames) {
      this.frames = [snapshotBody({ ...this.keySet(), ...this.state.snapshot() })];
      setTimeout(() => (this.frames = undefined), LIFETIME_MS).unref();
    }
    return this.frames;
  }

  append(frame: Buffer): void {
    this.frames?.push(frame);
  }

  keySet(): SigningKeySet {
    const signing_keys = this.keys.all().map((issuerKey) => {
      const { retiresAt } = issuerKey;
      const retires_at = retiresAt === Infinity ? null : new Date(retiresAt).toISOString();
      return { ...publishedKey(issuerKey), retires_at };
    });
    return { signing_keys };
  }
}
