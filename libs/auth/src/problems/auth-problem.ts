import type { StepUp } from '../authentication/recent-authentication';

const definitions = {
  not_authenticated: { status: 401, title: 'Not authenticated', detail: 'This call requires an access token.' },
  invalid_token: {
    status: 401,
    title: 'Invalid token',
    detail: 'The access token is not valid, has expired or was revoked.',
  },
  email_not_verified: { status: 403, title: 'E-mail not verified', detail: 'Verify your e-mail address first.' },
  mfa_enrolment_required: {
    status: 403,
    title: 'Second factor required',
    detail: 'Your role requires a second factor; set one first.',
  },
  step_up_required: {
    status: 401,
    title: 'Recent authentication required',
    detail: 'This call requires a recent authentication; authenticate again, then repeat it.',
  },
  permission_denied: {
    status: 403,
    title: 'Permission denied',
    detail: 'You lack a permission that this call requires.',
  },
  insufficient_scope: {
    status: 403,
    title: 'Insufficient scope',
    detail: 'This call requires a service token with the right scope.',
  },
  user_required: {
    status: 403,
    title: 'User required',
    detail: 'This call is for users; the token of a service is not accepted.',
  },
  authorization_stale: {
    status: 503,
    title: 'Authorization stale',
    detail: 'It is not known whether this token is still valid; try again soon.',
  },
} as const;

export type AuthProblemCode = keyof typeof definitions;
export const authProblems: Readonly<Record<AuthProblemCode, { status: number; title: string; detail: string }>> =
  definitions;

/** Further members of the problem document, some of which are in the headers too. */
export interface AuthProblemExtras extends Partial<StepUp> {
  detail?: string;
  /** Permissions. */
  missing?: string[];
}

/** Why a request is refused. */
export interface Refusal {
  code: AuthProblemCode;
  extras?: AuthProblemExtras;
  /** That the call requires. */
  scopes?: readonly string[];
}

/** @see RFC 9457 §3.1 */
export interface ProblemDocument extends AuthProblemExtras {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Stable: clients distinguish problems by it. */
  code: AuthProblemCode;
}

/** @see RFC 9457 §3 */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** An answer to a refused request. */
export interface AuthProblem {
  /** HTTP status. */
  status: number;
  body: ProblemDocument;
  /** `WWW-Authenticate` or `Retry-After`; names are in lower case. */
  headers: Record<string, string>;
}

/** The same for every framework. */
export function problemOf({ code, extras = {}, scopes = [] }: Refusal): AuthProblem {
  const { status, title, detail } = definitions[code];
  return {
    status,
    body: { type: `urn:collabsphere:problem:${code}`, title, status, detail, code, ...extras },
    headers: headersOf(code, extras, scopes),
  };
}

function headersOf(
  code: AuthProblemCode,
  extras: AuthProblemExtras,
  scopes: readonly string[],
): Record<string, string> {
  const challenge = challengeOf(code, extras, scopes);
  if (challenge) return { 'www-authenticate': ['Bearer realm="collabsphere"', ...challenge].join(', ') };
  return code === 'authorization_stale' ? { 'retry-after': '2' } : {};
}

/** @see RFC 6750 §3, RFC 9470 §3 */
function challengeOf(
  code: AuthProblemCode,
  { acr_values, max_age }: AuthProblemExtras,
  scopes: readonly string[],
): string[] | undefined {
  switch (code) {
    case 'not_authenticated':
      return [];
    case 'invalid_token':
      return ['error="invalid_token"'];
    case 'insufficient_scope':
      return ['error="insufficient_scope"', `scope="${scopes.join(' ')}"`];
    case 'step_up_required':
      return [
        'error="insufficient_user_authentication"',
        `error_description="${definitions.step_up_required.detail}"`,
        ...(acr_values ? [`acr_values="${acr_values}"`] : []),
        ...(max_age ? [`max_age="${max_age}"`] : []),
      ];
    default:
      return undefined;
  }
}
