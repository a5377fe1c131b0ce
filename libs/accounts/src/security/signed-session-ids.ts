import { createHmac, timingSafeEqual } from 'node:crypto';
import { SecretBox } from '#platform';
import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';

/** Ids of sessions that only this service can have issued: `id.HMAC-SHA-256`, for one purpose each. */
@Injectable()
export class SignedSessionIds {
  constructor(private readonly secrets: SecretBox) {}

  sign(purpose: string, sessionId: string): string {
    return `${sessionId}.${this.mac(purpose, sessionId).toString('base64url')}`;
  }

  /** @returns the id, or nothing if the token was not issued for the purpose */
  verify(purpose: string, token: string): string | undefined {
    const [sessionId = '', mac = ''] = token.split('.');
    const sent = Buffer.from(mac, 'base64url');
    const own = this.mac(purpose, sessionId);
    return isUuid(sessionId) && sent.length === own.length && timingSafeEqual(sent, own) ? sessionId : undefined;
  }

  private mac(purpose: string, sessionId: string): Buffer {
    return createHmac('sha256', this.secrets.keyFor(purpose, sessionId)).update(sessionId).digest();
  }
}
