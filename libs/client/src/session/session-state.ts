import type { CollabSphereError } from '../errors.js';
import { callAll } from '../platform/listeners.js';
import type { EndReason, Permissions, User } from './session-record.js';

/** Each change is a new object, so that `===` shows whether it changed. */
export interface SessionState {
  readonly status: 'loading' | 'signed_out' | 'signed_in';
  readonly user?: User;
  readonly permissions?: Permissions;
  /** With `signed_out`: why the session ended, if there was one. */
  readonly endReason?: EndReason;
  /** With `loading`: why it is not known yet. It is tried again. */
  readonly error?: CollabSphereError;
}

export const LOADING: SessionState = Object.freeze({ status: 'loading' });

/** An observable value, as React's `useSyncExternalStore` takes it. */
export class StateStore<State> {
  private readonly listeners = new Set<() => void>();

  constructor(private state: State) {}

  readonly get = (): State => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    // A function that is subscribed twice is called twice.
    const call = () => listener();
    this.listeners.add(call);
    return () => void this.listeners.delete(call);
  };

  set(state: State): void {
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    callAll(this.listeners);
  }
}
