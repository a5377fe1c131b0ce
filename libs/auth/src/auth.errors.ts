import { HttpException } from '@nestjs/common';

const definitions = {
  not_authenticated: { status: 401, title: 'Not authenticated', detail: 'This call requires an access token.' },
  invalid_token: {
    status: 401,
    title: 'Invalid token',
    detail: 'The access token is not valid, has expired or was revoked.',
  },
  email_not_verified: { status: 403, title: 'E-mail not verified', detail: 'Verify your e-mail address first.' },
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

/**
 * Thrown by the guards: a Nest exception whose body is a problem document.
 * @see RFC 9457
 */
export class AuthException extends HttpException {
  constructor(code: AuthProblemCode, extras: { detail?: string; missing?: string[] } = {}) {
    const { status, title, detail } = definitions[code];
    super({ type: `urn:collabsphere:problem:${code}`, title, status, detail, code, ...extras }, status);
  }
}
