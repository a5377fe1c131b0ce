import type { AuthServiceOptions } from '../auth.options';

/** Share of its lifetime after which a token is renewed. */
const RENEWAL_FRACTION = 0.8;
const REQUEST_TIMEOUT_MS = 5000;

/**
 * This service's own access token, by `client_credentials`: requested when it is first needed, and cached.
 * @see RFC 6749 §4.4
 */
export class ServiceTokenProvider {
  private current?: { token: string; renewAt: number };
  private pendingRequest?: Promise<string>;

  constructor(
    private readonly options: AuthServiceOptions,
    /** Ends requests, so that they do not keep the process. */
    private readonly closing = new AbortController().signal,
  ) {}

  /** @throws {Error} if the issuer can't be reached or refuses the credentials */
  async token(now = performance.now()): Promise<string> {
    if (this.current && now < this.current.renewAt) return this.current.token;
    return (this.pendingRequest ??= this.requestToken(now).finally(() => (this.pendingRequest = undefined)));
  }

  /** For a token that the issuer has refused. */
  invalidate(): void {
    this.current = undefined;
  }

  private async requestToken(now: number): Promise<string> {
    const { issuer, credentials } = this.options;
    const response = await fetch(new URL('/oauth/token', issuer), {
      method: 'POST',
      headers: { authorization: basicAuthorization(credentials), 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
      redirect: 'error',
      signal: AbortSignal.any([this.closing, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`${issuer}/oauth/token answered ${response.status}`);
    }
    const { access_token, expires_in } = (await response.json()) as { access_token: string; expires_in: number };
    this.current = { token: access_token, renewAt: now + expires_in * 1000 * RENEWAL_FRACTION };
    return access_token;
  }
}

/** @see RFC 6749 §2.3.1: both are form-encoded first */
function basicAuthorization({ clientId, clientSecret }: AuthServiceOptions['credentials']): string {
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')}`;
}
