import { HttpException } from '@nestjs/common';
import type { StepUp } from './authentication/recent-authentication';

const definitions = {
  not_authenticated: { status: 401, title: 'Not authenticated', detail: 'This call needs an access token.' },
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
    detail: 'This call needs a recent authentication; authenticate again, then repeat it.',
  },
  permission_denied: { status: 403, title: 'Permission denied', detail: 'You lack a permission that this call needs.' },
  insufficient_scope: {
    status: 403,
    title: 'Insufficient scope',
    detail: 'This call is for services whose token has the scope that it needs.',
  },
  user_required: {
    status: 403,
    title: 'User required',
    detail: 'This call is for users; the token of a service does not open it.',
  },
  authorization_stale: {
    status: 503,
    title: 'Authorization stale',
    detail: 'It is not known whether this token still holds; try again soon.',
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

/**
 * Thrown by the guards: a Nest exception whose body is a problem document.
 * @see RFC 9457
 */
export class AuthException extends HttpException {
  /** For HTTP, in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param scopes that the call requires */
  constructor(code: AuthProblemCode, extras: AuthProblemExtras = {}, scopes: readonly string[] = []) {
    const { status, title, detail } = definitions[code];
    super({ type: `urn:collabsphere:problem:${code}`, title, status, detail, code, ...extras }, status);
    this.headers = headersOf(code, extras, scopes);
  }
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
