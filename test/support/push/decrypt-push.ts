import { createDecipheriv, type ECDH, hkdfSync } from 'node:crypto';

const TAG = 16;

/** A message of Web Push, as the browser opens it. @see RFC 8291 §3.4, RFC 8188 §2 */
export function decryptPush(message: Buffer, browser: ECDH, auth: Buffer): Buffer {
  const salt = message.subarray(0, 16);
  const idLength = message[20]!;
  const sender = message.subarray(21, 21 + idLength);
  const sealed = message.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const ikm = derive(browser.computeSecret(sender), auth, info, 32);
  const key = derive(ikm, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(ikm, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-TAG));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
  const end = padded.findLastIndex((byte) => byte !== 0);
  // The last record's delimiter; messages of Web Push have one record.
  if (padded[end] !== 2) throw new Error('no delimiter');
  return padded.subarray(0, end);
}

const derive = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));
