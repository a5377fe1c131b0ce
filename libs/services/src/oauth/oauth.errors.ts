import { authProblems } from '#auth';
import { defineProblems, type Problem } from '#platform';

/** @see RFC 6749 §5.2 */
export const oauthProblems = defineProblems({
  invalid_request: { status: 400 },
  invalid_client: { status: 401 },
  invalid_grant: { status: 400 },
  unsupported_grant_type: { status: 400 },
  invalid_scope: { status: 400 },
});

/** The guards' answer to a request, here for a token that is introspected. */
export const { authorization_stale } = defineProblems({
  authorization_stale: { ...authProblems.authorization_stale, retryAfter: 2 },
});

/** Says how a client is authenticated. @see RFC 9110 §11.6.1 */
export function invalidClient(): Problem {
  return oauthProblems.invalid_client({ headers: { 'www-authenticate': 'Basic realm="collabsphere"' } });
}

/**
 * What OAuth's own libraries look for in a refusal, beside our `code`: whatever went wrong has an `error` of the standard.
 * @see RFC 6749 §5.2
 */
export function oauthMembers({ code, status, detail }: { code: string; status: number; detail: string }) {
  return {
    error: Object.hasOwn(oauthProblems, code) ? code : errorOfStatus(status),
    error_description: toErrorDescription(detail),
  };
}

function errorOfStatus(status: number): string {
  if (status === 429 || status === 503) return 'temporarily_unavailable';
  return status < 500 ? 'invalid_request' : 'server_error';
}

/** The standard allows printable ASCII without `"` and `\`. */
const toErrorDescription = (detail: string) => detail.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, "'");
