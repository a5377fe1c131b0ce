import { assertDocumented } from './openapi-conformance';

export interface HttpResponse {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON, text otherwise. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look at whatever came
  body: any;
}

export interface Options {
  token?: string;
  headers?: Record<string, string>;
  redirect?: RequestRedirect;
}

/** A client as the outside has it; each answer of ours is checked against the OpenAPI document. */
export class HttpClient {
  constructor(
    readonly url: string,
    private readonly of: { documented: boolean } = { documented: true },
  ) {}

  get = (path: string, options?: Options) => this.send('GET', path, undefined, options);
  post = (path: string, body?: unknown, options?: Options) => this.send('POST', path, body, options);
  put = (path: string, body?: unknown, options?: Options) => this.send('PUT', path, body, options);
  patch = (path: string, body?: unknown, options?: Options) => this.send('PATCH', path, body, options);
  delete = (path: string, options?: Options & { body?: unknown }) => this.send('DELETE', path, options?.body, options);

  /** `FormData`, strings and bytes go as they are, everything else as JSON. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    { token, headers, redirect = 'manual' }: Options = {},
  ): Promise<HttpResponse> {
    const raw =
      body === undefined || body instanceof FormData || typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(new URL(path, this.url), {
      method,
      redirect,
      headers: {
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: raw ? (body as BodyInit | undefined) : JSON.stringify(body),
    });
    const text = await response.text();
    const json = /[/+]json/.test(response.headers.get('content-type') ?? '');
    const answer = { status: response.status, headers: response.headers, body: json && text ? JSON.parse(text) : text };
    if (this.of.documented)
      assertDocumented(method, path, { ...answer, contentType: response.headers.get('content-type') ?? '' });
    return answer;
  }
}
