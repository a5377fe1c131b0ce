import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Settings } from '../settings/settings';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;
/** About 300 bytes each. A refresh uses the key of its session twice; a derivation takes 0.2 ms. */
const KEYS_IN_CACHE = 10_000;

/** Keys derived from `SECRET_KEY`, one a purpose, and encryption at rest with them (AES-256-GCM). */
@Injectable()
export class SecretBox {
  private readonly secret: Buffer;
  private readonly keys = new Map<string, Buffer>();
  private readonly rowKeys = new LRUCache<string, KeyObject>({ max: KEYS_IN_CACHE });

  constructor(settings: Settings) {
    this.secret = Buffer.from(settings.SECRET_KEY, 'base64');
  }

  /**
   * 32 bytes for one purpose.
   * @see RFC 5869
   */
  key(purpose: string): Buffer {
    let key = this.keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.secret, '', purpose, 32));
      this.keys.set(purpose, key);
    }
    return key;
  }

  /** 32 bytes for one purpose and one row, such as a session. */
  keyFor(purpose: string, id: string): KeyObject {
    const name = `${purpose}\0${id}`;
    let key = this.rowKeys.get(name);
    if (!key) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', this.key(purpose), id, purpose, 32)));
      this.rowKeys.set(name, key);
    }
    return key;
  }

  /** version (1) | nonce (12) | ciphertext | tag (16), in base64url. */
  seal(purpose: string, plain: string): string {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose), nonce);
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.from([VERSION]), nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** @throws {Error} where it was sealed with another `SECRET_KEY`, for another purpose, or was changed */
  open(purpose: string, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes[0] !== VERSION || bytes.length < 1 + NONCE + TAG) throw new Error(`not a sealed ${purpose}`);
    const decipher = createDecipheriv('aes-256-gcm', this.key(purpose), bytes.subarray(1, 1 + NONCE), {
      authTagLength: TAG,
    });
    decipher.setAuthTag(bytes.subarray(-TAG));
    const plain = decipher.update(bytes.subarray(1 + NONCE, -TAG), undefined, 'utf8');
    return plain + decipher.final('utf8');
  }
}
