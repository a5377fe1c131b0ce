import { LastSeenBuffer } from './last-seen-buffer';
import { type Clock, LocalUsers } from './local-users';
import { Watchers } from './watchers';

/** What this process keeps in memory about presence. The tracker and its backend share it. */
export class LocalPresence<W extends Watchers = Watchers> {
  readonly users: LocalUsers;
  readonly lastSeen = new LastSeenBuffer();
  /** The process is about to stop. Its connections are frozen. */
  isDraining = false;
  /** Users taken over from dead nodes. */
  reaped = 0;
  /** Longest delay of an update from Redis since it was last read. */
  maxLagMs = 0;

  constructor(
    readonly now: Clock,
    readonly watchers: W,
  ) {
    this.users = new LocalUsers(now);
  }
}
