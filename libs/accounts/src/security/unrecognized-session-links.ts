import { createHmac, timingSafeEqual } from 'node:crypto';
import { SecretBox, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { accountProblems } from '../accounts.errors';

const PURPOSE = 'disown-session';

/**
 * "That was not me": a link that ends one session. Who presses it again is told the same, and each new device has its
 * own, so it is no one-time token; it lives as long as the session is remembered.
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
