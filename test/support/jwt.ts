import { type KeyObject, sign } from 'node:crypto';

/* eslint-disable @typescript-eslint/no-explicit-any -- tests look at whatever came */

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parse = (text = '') => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));

export const headerOf = (token: string): any => parse(token.split('.')[0]);
export const claimsOf = (token: string): any => parse(token.split('.')[1]);

/** A JWT made by hand; ES256 unless `signWith` does otherwise. */
export function jwt(
  header: object,
  payload: object,
  key: KeyObject,
  signWith = (data: string) => sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }),
): string {
  const data = `${part(header)}.${part(payload)}`;
  return `${data}.${signWith(data).toString('base64url')}`;
}
