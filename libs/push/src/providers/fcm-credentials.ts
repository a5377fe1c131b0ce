import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { databaseClock, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { post } from './http-post';

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
/** Google takes no longer life of an assertion; seconds. */
const ASSERTION_TTL = 3600;
/** A token is asked for anew this long before its end; milliseconds. */
const MARGIN_MS = 60_000;

/** Google's access token for our service account, kept for as long as it lives. @see RFC 7523 §2.1 */
@Injectable()
export class FcmCredentials {
  private readonly key?: KeyObject;
  private current?: { accessToken: string; until: number };
  private pending?: Promise<string>;

  constructor(private readonly settings: Settings) {
    const account = settings.FCM_SERVICE_ACCOUNT;
    this.key = account && createPrivateKey(account.private_key);
  }

  /** @throws {Error} where Google can't be reached, or refuses */
  async token(now = databaseClock.now()): Promise<string> {
    if (this.current && now < this.current.until) return this.current.accessToken;
    return (this.pending ??= this.requestToken(now).finally(() => (this.pending = undefined)));
  }

  /** After FCM has rejected the token before its expiry. */
  invalidate(token: string): void {
    if (this.current?.accessToken === token) this.current = undefined;
  }

  private async requestToken(now: number): Promise<string> {
    const { token_uri } = this.settings.FCM_SERVICE_ACCOUNT!;
    const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: this.assertion(now) };
    const { status, body } = await post(token_uri, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    if (status !== 200) throw Object.assign(new Error('no access token'), { code: `TOKEN_${status}` });
    const { access_token, expires_in } = JSON.parse(body) as { access_token: string; expires_in: number };
    this.current = { accessToken: access_token, until: now + expires_in * 1000 - MARGIN_MS };
    return access_token;
  }

  private assertion(now: number): string {
    const { client_email: iss, token_uri: aud } = this.settings.FCM_SERVICE_ACCOUNT!;
    const iat = Math.floor(now / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss, aud, scope: SCOPE, iat, exp: iat + ASSERTION_TTL };
    const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), this.key!).toString('base64url')}`;
  }
}
