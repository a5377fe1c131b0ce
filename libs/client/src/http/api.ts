import { CollabSphereError, hasCode } from '../errors.js';
import type { LiveSession } from '../session/session-record.js';
import type { Session } from '../session/session.js';
import type { Api, CallOptions } from './api-types.js';
import type { HttpRequest, Transport } from './transport.js';

/** Asks the user for a proof, and returns when it was accepted. */
export type StepUp = (error: CollabSphereError) => Promise<void>;

interface Init extends CallOptions {
  params?: { query?: object; path?: object; header?: Record<string, unknown> };
  body?: unknown;
}

/** Calls with the access token of the session. A token that is refused is refreshed, and the call repeated once. */
export class ApiClient {
  constructor(
    private readonly transport: Transport,
    private readonly session: Session,
    private readonly stepUp: StepUp,
  ) {}

  async call(method: string, path: string, init: Init = {}): Promise<unknown> {
    const session = await this.session.fresh();
    try {
      return await this.sendWith(session, method, path, init);
    } catch (error) {
      if (!hasCode(error, 'step_up_required')) throw error;
      await this.stepUp(error);
      const renewed = await this.session.fresh();
      if (renewed?.user?.id !== session?.user?.id) throw new CollabSphereError('session_changed', { cause: error });
      return this.sendWith(renewed, method, path, init);
    }
  }

  private async sendWith(session: LiveSession | undefined, method: string, path: string, init: Init): Promise<unknown> {
    try {
      return await this.send(method, path, init, session?.access);
    } catch (error) {
      const isRefused = hasCode(error, 'invalid_token') && error.status === 401;
      if (!isRefused || !session) throw error;
      const next = await this.session.refresh(session.access);
      // The call was made for a user who is not signed in any more.
      if (next.sessionId !== session.sessionId) throw new CollabSphereError('session_changed', { cause: error });
      // A token is refused, too, when the roles or the address of the user have changed.
      void this.session.reload().catch(() => undefined);
      return this.send(method, path, init, next.access);
    }
  }

  private send(method: string, path: string, init: Init, token: string | undefined): Promise<unknown> {
    const { params = {}, body, headers, signal, timeout, as } = init;
    const request: HttpRequest = {
      query: params.query,
      body,
      token,
      signal,
      timeout,
      headers: withHeaders(headers, params.header),
    };
    return this.transport.send(
      method,
      fillIn(path, params.path),
      request,
      as === 'response' ? (response) => response : read,
    );
  }
}

export function createApi(client: ApiClient): Api {
  const methods = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'].map((method) => [
    method,
    (path: string, init?: Init) => client.call(method, path, init),
  ]);
  return Object.fromEntries(methods) as Api;
}

/** @throws {CollabSphereError} for a value that would make it the path of another operation */
const fillIn = (path: string, values: object = {}) =>
  Object.entries(values).reduce((text, [name, value]) => {
    // Browsers resolve dots: `/api/users/../sessions` is `/api/sessions`.
    if (/^\.{0,2}$/.test(String(value)))
      throw new CollabSphereError('not_found', { status: 404, detail: `There is no ${name} "${value}".` });
    return text.replace(`{${name}}`, () => encodeURIComponent(String(value)));
  }, path);

function withHeaders(headers: HeadersInit | undefined, more: Record<string, unknown> = {}): Headers {
  const all = new Headers(headers);
  for (const [name, value] of Object.entries(more)) if (value !== undefined) all.set(name, String(value));
  return all;
}

async function read(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (response.status === 204) return undefined;
  if (/\bjson\b/.test(type)) return response.json();
  return type.startsWith('text/') ? response.text() : response.blob();
}
