import { msg } from '#platform';
import { invalidClient, oauthProblems } from './oauth.errors';
import { optionalParameter, type OAuthParameters } from './parameters';

/** Credentials of a client; without a secret it is not authenticated. */
export interface ClientCredentials {
  clientId: string;
  clientSecret?: string;
}

/**
 * From HTTP Basic, or from `client_id` and `client_secret` in the body, but not from both.
 * @see RFC 6749 §2.3.1
 * @throws {Problem} 401 `invalid_client`, 400 `invalid_request`
 */
export function credentialsOf(authorization: string | undefined, parameters: OAuthParameters): ClientCredentials {
  const clientId = optionalParameter(parameters, 'client_id');
  const clientSecret = optionalParameter(parameters, 'client_secret');
  if (authorization === undefined) {
    if (clientId === undefined) throw invalidClient();
    return { clientId, clientSecret };
  }
  const basic = readBasic(authorization);
  if (!basic) throw invalidClient();
  if (clientSecret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
    throw oauthProblems.invalid_request({ detail: msg('problems.invalid_request.two_credentials') });
  return basic;
}

/** Both parts are form-encoded before they are put together. */
function readBasic(authorization: string): ClientCredentials | undefined {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(authorization)?.[1];
  const [, id, secret] = /^([^:]*):([^]*)$/.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  const [clientId, clientSecret] = [formDecoded(id), formDecoded(secret)];
  return clientId ? { clientId, clientSecret: clientSecret || undefined } : undefined;
}

function formDecoded(text = ''): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
