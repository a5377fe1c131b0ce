import { CollabSphereError, type ErrorCode, type Problem } from '../errors.js';
import { timeLimit } from '../platform/timers.js';

/** Longer than the service takes under load: it answers 503 after 10 s at the latest. */
const TIMEOUT_MS = 20_000;

export interface HttpRequest {
  query?: object;
  headers?: HeadersInit;
  /** JSON, or a `FormData`. */
  body?: unknown;
  token?: string;
  signal?: AbortSignal;
  timeout?: number;
}

/** Sends requests to the service. Refusals are thrown. */
export class Transport {
  constructor(
    private readonly origin: string,
    private readonly credentials: RequestCredentials,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  /**
   * `read` reads the answer, within the same time limit.
   * @throws {CollabSphereError} for every answer that is not 2xx, and for none
   */
  async send<T>(
    method: string,
    path: string,
    request: HttpRequest,
    read: (response: Response) => Promise<T> | T,
  ): Promise<T> {
    const { signal, timeout = TIMEOUT_MS } = request;
    const limit = timeLimit(timeout, signal);
    try {
      const response = await this.fetch(this.origin + path + queryString(request.query), {
        ...this.init(request),
        method,
        signal: limit.signal,
      });
      if (!response.ok) throw await refusal(response);
      return await read(response);
    } catch (error) {
      if (error instanceof CollabSphereError || signal?.aborted) throw error;
      if (error instanceof SyntaxError) throw new CollabSphereError('unexpected_answer', { cause: error });
      const code = limit.isOver() ? 'timeout' : 'network_error';
      throw new CollabSphereError(code, { detail: 'The service was not reached.', cause: error });
    } finally {
      limit.done();
    }
  }

  /** @throws {CollabSphereError} */
  json<T>(method: string, path: string, request: HttpRequest = {}): Promise<T> {
    return this.send(method, path, request, (response) => response.json() as Promise<T>);
  }

  private init({ token, body, headers: given }: HttpRequest): RequestInit {
    const headers = new Headers(given);
    const isJson = body !== undefined && !(body instanceof FormData);
    if (isJson) headers.set('content-type', 'application/json');
    if (token) headers.set('authorization', `Bearer ${token}`);
    return {
      headers,
      credentials: this.credentials,
      body: isJson ? JSON.stringify(body) : (body as FormData | undefined),
    };
  }
}

async function refusal(response: Response): Promise<CollabSphereError> {
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  const isProblem = typeof problem?.code === 'string';
  return new CollabSphereError(isProblem ? (problem.code as ErrorCode) : 'unexpected_answer', {
    status: response.status,
    problem: isProblem ? problem : undefined,
    detail: isProblem ? problem.detail : `HTTP ${response.status}`,
    retryAfter: Number(response.headers.get('retry-after')) || undefined,
    requestId: response.headers.get('x-request-id') ?? undefined,
  });
}

/** Lists are repeated parameters. */
function queryString(query: object = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((item) => item !== undefined && item !== null)
      .map((item) => [name, String(item)]),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}
