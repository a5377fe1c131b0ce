import { Injectable } from '@nestjs/common';
import { AuthServiceOptions } from '../auth.options';

/** A token is asked for anew when it has lived this share of its life. */
const RENEWAL_FRACTION = 0.8;
const REQUEST_TIMEOUT_MS = 5000;

/**
 * This service's own access token, by `client_credentials`: asked for when it is first needed, and kept.
 * @see RFC 6749 §4.4
 */
@Injectable()
export class ServiceCredentials {
  private current?: { token: string; renewAt: number };
  private pendingRequest?: Promise<string>;

  constructor(private readonly options: AuthServiceOptions) {}

  /** @throws {Error} where the issuer can't be reached, or refuses the credentials */
  async token(now = Date.now()): Promise<string> {
    if (this.current && now < this.current.renewAt) return this.current.token;
    return (this.pendingRequest ??= this.requestToken(now).finally(() => (this.pendingRequest = undefined)));
  }

  /** The issuer has refused it, whatever it says of its life. */
  invalidate(): void {
    this.current = undefined;
  }

  private async requestToken(now: number): Promise<string> {
    const { issuer, credentials } = this.options;
    const answer = await fetch(new URL('/oauth/token', issuer), {
      method: 'POST',
      headers: { authorization: basicAuthorization(credentials), 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
      redirect: 'error',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new Error(`${issuer}/oauth/token answered ${answer.status}`);
    }
    const { access_token, expires_in } = (await answer.json()) as { access_token: string; expires_in: number };
    this.current = { token: access_token, renewAt: now + expires_in * 1000 * RENEWAL_FRACTION };
    return access_token;
  }
}

/** @see RFC 6749 §2.3.1: both are form-encoded first */
function basicAuthorization({ clientId, clientSecret }: AuthServiceOptions['credentials']): string {
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}
