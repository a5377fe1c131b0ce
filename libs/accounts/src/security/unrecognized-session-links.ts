import { Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { accountProblems } from '../accounts.errors';
import { SignedSessionIds } from './signed-session-ids';

const PURPOSE = 'disown-session';

/**
 * "That was not me": a link that revokes one session. It can be used again with the same answer, so it is no one-time
 * token. It is valid as long as the session's row is kept.
 */
@Injectable()
export class UnrecognizedSessionLinks {
  constructor(
    private readonly sessionIds: SignedSessionIds,
    private readonly settings: Settings,
  ) {}

  linkFor(sessionId: string): string {
    return `${this.settings.FRONTEND_URL}/not-me/${this.sessionIds.sign(PURPOSE, sessionId)}`;
  }

  find(token: string): string | undefined {
    return this.sessionIds.verify(PURPOSE, token);
  }

  /** @throws {Problem} 400 `invalid_token` */
  verify(token: string): string {
    const sessionId = this.find(token);
    if (!sessionId) throw accountProblems.invalid_token();
    return sessionId;
  }
}
