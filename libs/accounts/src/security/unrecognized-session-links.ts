import { createHmac, timingSafeEqual } from 'node:crypto';
import { SecretBox, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { accountProblems } from '../accounts.errors';

const PURPOSE = 'disown-session';

/**
 * "That was not me": a link that revokes one session. It can be used again with the same answer, so it is no one-time
 * token. It is valid as long as the session's row is kept.
 */
@Injectable()
export class UnrecognizedSessionLinks {
  constructor(
    private readonly secrets: SecretBox,
    private readonly settings: Settings,
  ) {}

  linkFor(sessionId: string): string {
    return `${this.settings.FRONTEND_URL}/not-me/${sessionId}.${this.mac(sessionId).toString('base64url')}`;
  }

  /** @throws {Problem} 400 `invalid_token` */
  verify(token: string): string {
    const [sessionId = '', mac = ''] = token.split('.');
    const sent = Buffer.from(mac, 'base64url');
    const own = this.mac(sessionId);
    if (!isUuid(sessionId) || sent.length !== own.length || !timingSafeEqual(sent, own))
      throw accountProblems.invalid_token();
    return sessionId;
  }

  private mac(sessionId: string): Buffer {
    return createHmac('sha256', this.secrets.keyFor(PURPOSE, sessionId)).update(sessionId).digest();
  }
}
