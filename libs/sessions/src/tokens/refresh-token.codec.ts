import { createHmac, timingSafeEqual } from 'node:crypto';
import { SecretBox } from '#platform';
import { Injectable } from '@nestjs/common';

const VERSION = 1;
const ID_BYTES = 16;
const GENERATION_BYTES = 4;
const MAC_BYTES = 32;
const BODY_BYTES = 1 + ID_BYTES + GENERATION_BYTES;

/** What a refresh token contains. */
export interface RefreshTokenContent {
  sessionId: string;
  generation: number;
}

/**
 * base64url(version | session id | generation | HMAC-SHA-256). The key comes from `SECRET_KEY` and the session's id, so
 * a stolen sessions table allows no forgery, and the same generation always gives the same token.
 */
@Injectable()
export class RefreshTokenCodec {
  constructor(private readonly secrets: SecretBox) {}

  encode(sessionId: string, generation: number): string {
    const body = Buffer.alloc(BODY_BYTES);
    body[0] = VERSION;
    Buffer.from(sessionId.replaceAll('-', ''), 'hex').copy(body, 1);
    body.writeUInt32BE(generation, 1 + ID_BYTES);
    return Buffer.concat([body, this.mac(sessionId, body)]).toString('base64url');
  }

  /** @returns nothing if the token is not valid */
  decode(token: string): RefreshTokenContent | undefined {
    const bytes = Buffer.from(token, 'base64url');
    // The last comparison: Node decodes base64 leniently, but a token has exactly one encoding.
    if (bytes.length !== BODY_BYTES + MAC_BYTES || bytes[0] !== VERSION || bytes.toString('base64url') !== token)
      return undefined;
    const body = bytes.subarray(0, BODY_BYTES);
    const sessionId = uuidOf(body.subarray(1, 1 + ID_BYTES));
    if (!timingSafeEqual(this.mac(sessionId, body), bytes.subarray(BODY_BYTES))) return undefined;
    return { sessionId, generation: body.readUInt32BE(1 + ID_BYTES) };
  }

  private mac(sessionId: string, body: Buffer): Buffer {
    return createHmac('sha256', this.secrets.keyFor('refresh-tokens', sessionId)).update(body).digest();
  }
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
