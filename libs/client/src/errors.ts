import type { components } from './generated/openapi.js';
import type { ProblemCode } from './generated/problem-codes.js';

export type Problem = components['schemas']['Problem'];
export type FieldError = NonNullable<Problem['errors']>[number];

/** What goes wrong without an answer of the service. */
export type ClientErrorCode =
  /** The service was not reached, or its answer was lost. */
  | 'network_error'
  /** No answer in time. */
  | 'timeout'
  /** The answer is not one of the service, such as the error page of a proxy. */
  | 'unexpected_answer'
  /** The call needs a session, and there is none. */
  | 'signed_out'
  /** Another user or session is signed in since the call was made; it was not repeated for them. */
  | 'session_changed'
  /** The user, or the browser, did not finish the passkey dialog. */
  | 'passkey_cancelled'
  | 'passkeys_not_supported'
  | 'push_not_supported'
  /** `client.close()` was called. */
  | 'client_closed';

export type ErrorCode = ProblemCode | ClientErrorCode;

interface ErrorOptions {
  status?: number;
  detail?: string;
  problem?: Problem;
  retryAfter?: number;
  requestId?: string;
  cause?: unknown;
}

/** Every failure of this library. Switch on `code`; `detail` is a sentence for people. */
export class CollabSphereError extends Error {
  override readonly name = 'CollabSphereError';
  /** The HTTP status, 0 where there was no answer. */
  readonly status: number;
  readonly detail: string;
  /** The whole problem document (RFC 9457), with the members of its code, such as `missing`. */
  readonly problem: Problem | undefined;
  /** With `validation_failed`: one entry for each fault. */
  readonly errors: FieldError[];
  readonly requestId: string | undefined;
  /** Seconds to wait before the next try. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCode,
    { status = 0, problem, detail = problem?.detail ?? code, retryAfter, requestId, cause }: ErrorOptions = {},
  ) {
    super(`${code}: ${detail}`, { cause });
    this.status = status;
    this.detail = detail;
    this.problem = problem;
    this.errors = problem?.errors ?? [];
    this.requestId = problem?.request_id ?? requestId;
    this.retryAfter = retryAfter;
  }
}

/** Whether `error` is a failure of this library with one of these codes. */
export function hasCode<Code extends ErrorCode>(
  error: unknown,
  ...codes: Code[]
): error is CollabSphereError & { code: Code } {
  return error instanceof CollabSphereError && (codes as ErrorCode[]).includes(error.code);
}

/** Whether a later try may succeed, since nothing was decided: no answer, a busy service, a limit. */
export function isTemporary(error: unknown): boolean {
  if (!(error instanceof CollabSphereError)) return false;
  return error.status === 0 ? hasCode(error, 'network_error', 'timeout') : error.status >= 500 || error.status === 429;
}
