import { HttpException } from '@nestjs/common';
import { type AuthProblemCode, type AuthProblemExtras, problemOf, type Refusal } from './problems/auth-problem';

/**
 * Thrown by the guards: a Nest exception whose body is a problem document.
 * @see RFC 9457
 */
export class AuthException extends HttpException {
  /** For HTTP, in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param scopes that the call requires */
  constructor(code: AuthProblemCode, extras: AuthProblemExtras = {}, scopes: readonly string[] = []) {
    const { status, body, headers } = problemOf({ code, extras, scopes });
    super(body, status);
    this.headers = headers;
  }

  static of({ code, extras, scopes }: Refusal): AuthException {
    return new AuthException(code, extras, scopes);
  }
}
