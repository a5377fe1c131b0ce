import { EventEmitter } from 'node:events';
import type { Presence } from './presence';

/** Users that this node watches, and listeners for their changes. */
export class Watchers {
  private readonly counts = new Map<string, number>();
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  watch(userIds: readonly string[]): void {
    for (const id of userIds) this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }

  unwatch(userIds: readonly string[]): void {
    for (const id of userIds) {
      const left = (this.counts.get(id) ?? 0) - 1;
      if (left > 0) this.counts.set(id, left);
      else this.counts.delete(id);
    }
  }

  onChange(listener: (presence: Presence) => void): () => void {
    this.emitter.on('change', listener);
    return () => this.emitter.off('change', listener);
  }

  emit(presence: Presence): void {
    if (this.counts.has(presence.userId)) this.emitter.emit('change', presence);
  }

  has(userId: string): boolean {
    return this.counts.has(userId);
  }

  userIds(): string[] {
    return [...this.counts.keys()];
  }

  /** Subscriptions of this node to changes on others. */
  get channelCount(): number {
    return 0;
  }

  get size(): number {
    return this.counts.size;
  }
}
