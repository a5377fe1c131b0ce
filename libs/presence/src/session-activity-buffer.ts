import { databaseClock } from '#platform';
import { Injectable } from '@nestjs/common';
import { UnsavedTimes } from './unsaved-times';

/** The last request of each session. */
@Injectable()
export class SessionActivityBuffer extends UnsavedTimes {
  recordRequest(sessionId: string, now = databaseClock.now()): void {
    this.record(sessionId, now);
  }
}
