import type { HttpResponse, HttpClient } from './http-client';
import type { TestUser } from './test-users';

/** Another service of the platform, as an owner has made it. */
export interface OAuthService {
  id: string;
  secret: string;
}

let count = 0;

/** Made as owners make them: by `POST /api/services`. */
export async function createService(
  http: HttpClient,
  owner: TestUser,
  scopes: string[] = ['authorization.read'],
): Promise<OAuthService> {
  const name = `service ${process.pid} ${++count}`;
  const { status, body } = await http.post('/api/services', { name, scopes }, { token: owner.access });
  if (status !== 201) throw new Error(`making a service answered ${status}: ${JSON.stringify(body)}`);
  return { id: body.client_id, secret: body.client_secret };
}

export const basicAuth = ({ id, secret }: OAuthService) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

/** A form, as OAuth has it; `service` says who is there by HTTP Basic. */
export function form(
  http: HttpClient,
  path: string,
  fields: Record<string, string>,
  service?: OAuthService,
  headers: Record<string, string> = {},
): Promise<HttpResponse> {
  return http.post(path, new URLSearchParams(fields).toString(), {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(service && basicAuth(service)),
      ...headers,
    },
  });
}

export async function tokenOf(http: HttpClient, service: OAuthService, scope?: string): Promise<string> {
  const fields = { grant_type: 'client_credentials', ...(scope && { scope }) };
  const { status, body } = await form(http, '/oauth/token', fields, service);
  if (status !== 200) throw new Error(`/oauth/token answered ${status}: ${JSON.stringify(body)}`);
  return body.access_token;
}
