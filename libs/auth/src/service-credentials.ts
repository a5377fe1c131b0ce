import { Injectable } from '@nestjs/common';
import { AuthServiceOptions } from './auth.options';

/** A token is asked for anew when it has lived this share of its life. */
const RENEW_AT = 0.8;
const LIMIT_MS = 5000;

/**
 * This service's own access token, by `client_credentials`: asked for when it is first needed, and kept.
 * @see RFC 6749 §4.4
 */
@Injectable()
export class ServiceCredentials {
  private current?: { token: string; renewAt: number };
  private asking?: Promise<string>;

  constructor(private readonly options: AuthServiceOptions) {}

  /** @throws {Error} where the issuer can't be reached, or refuses the credentials */
  async token(now = Date.now()): Promise<string> {
    if (this.current && now < this.current.renewAt) return this.current.token;
    return (this.asking ??= this.ask(now).finally(() => (this.asking = undefined)));
  }

  /** The issuer has refused it, whatever it says of its life. */
  forget(): void {
    this.current = undefined;
  }

  private async ask(now: number): Promise<string> {
    const { issuer, credentials } = this.options;
    const answer = await fetch(new URL('/oauth/token', issuer), {
      method: 'POST',
      headers: { authorization: basic(credentials), 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
      redirect: 'error',
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new Error(`${issuer}/oauth/token answered ${answer.status}`);
    }
    const { access_token, expires_in } = (await answer.json()) as { access_token: string; expires_in: number };
    this.current = { token: access_token, renewAt: now + expires_in * 1000 * RENEW_AT };
    return access_token;
  }
}

/** @see RFC 6749 §2.3.1: both are form-encoded first */
function basic({ clientId, clientSecret }: AuthServiceOptions['credentials']): string {
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}
