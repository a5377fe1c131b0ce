import type { HttpClient, HttpResponse } from './http-client';

interface PageOptions {
  token?: string;
  headers?: Record<string, string>;
}

/** What a page's scripts can do: requests with the origin of the page, and a cookie jar that they can't read. */
export class BrowserClient {
  readonly jar = new Map<string, string>();
  /** `Set-Cookie` of the last answer. */
  setCookies: string[] = [];

  constructor(
    private readonly http: HttpClient,
    private readonly page: Record<string, string>,
  ) {}

  post = (path: string, body?: unknown, options?: PageOptions) => this.send('POST', path, body, options);

  async send(
    method: string,
    path: string,
    body?: unknown,
    { token, headers }: PageOptions = {},
  ): Promise<HttpResponse> {
    const answer = await this.sendOnly(method, path, body, { token, headers });
    this.store(answer);
    return answer;
  }

  /** The answer does not arrive. */
  sendOnly(method: string, path: string, body?: unknown, { token, headers }: PageOptions = {}): Promise<HttpResponse> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    return this.http.send(method, path, body, {
      token,
      headers: { ...this.page, ...(cookie && { cookie }), ...headers },
    });
  }

  store({ headers }: HttpResponse): void {
    this.setCookies = headers.getSetCookie();
    for (const line of this.setCookies) this.storeCookie(line);
  }

  private storeCookie(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const isHostOnly = attributes.includes('Secure') && attributes.includes('Path=/') && !/domain/i.test(line);
    if (name.startsWith('__Host-') && !isHostOnly) throw new Error(`a browser refuses ${line}`);
    if (attributes.includes('Max-Age=0')) this.jar.delete(name);
    else this.jar.set(name, value);
  }
}
