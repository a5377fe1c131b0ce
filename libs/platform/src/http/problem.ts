import { HttpException } from '@nestjs/common';

/** One fault of one field, as in a `validation_failed` answer. */
export interface FieldError {
  /** Path of the field as on the wire, `""` for the whole body. */
  field: string;
  code: string;
  message: string;
}

export interface ProblemDefinition {
  status: number;
  title: string;
  detail: string;
  /** Seconds for `Retry-After`. */
  retryAfter?: number;
}

interface ProblemOptions {
  detail?: string;
  errors?: FieldError[];
  headers?: Record<string, string>;
  /** More members of the document, such as what the client needs for its next call. @see RFC 9457 §3.2 */
  members?: Record<string, unknown>;
  /** The private reason: it is logged, never sent. */
  cause?: unknown;
}

/**
 * An answer of `application/problem+json`.
 * @see RFC 9457
 */
export class Problem extends HttpException {
  readonly headers: Record<string, string>;

  constructor(
    readonly code: string,
    definition: ProblemDefinition,
    { detail = definition.detail, errors, headers = {}, members = {}, cause }: ProblemOptions = {},
  ) {
    super({ ...problemBody(code, { ...definition, detail }, errors), ...members }, definition.status, { cause });
    this.headers = definition.retryAfter ? { 'retry-after': String(definition.retryAfter), ...headers } : headers;
  }
}

export function problemBody(code: string, { status, title, detail }: ProblemDefinition, errors?: FieldError[]) {
  return { type: `urn:collabsphere:problem:${code}`, title, status, detail, code, ...(errors && { errors }) };
}

/** All codes that clients may switch on; `docs/errors.md` lists them, so that a change is a visible choice. */
export const problemCatalogue = new Map<string, ProblemDefinition>();

/** Declares a module's problems: `throw accountProblems.email_taken()`. */
export function defineProblems<Code extends string>(definitions: Record<Code, ProblemDefinition>) {
  const entries = Object.entries<ProblemDefinition>(definitions).map(([code, definition]) => {
    problemCatalogue.set(code, definition);
    return [code, (extras?: ProblemOptions) => new Problem(code, definition, extras)];
  });
  return Object.fromEntries(entries) as Record<Code, (extras?: ProblemOptions) => Problem>;
}

export const problems = defineProblems({
  bad_request: { status: 400, title: 'Bad request', detail: 'The request can not be understood.' },
  malformed_json: { status: 400, title: 'Malformed JSON', detail: 'The body is not valid JSON.' },
  validation_failed: {
    status: 400,
    title: 'Validation failed',
    detail: 'Some fields are invalid; see errors.',
  },
  unauthorized: { status: 401, title: 'Unauthorized', detail: 'This call needs authentication.' },
  forbidden: { status: 403, title: 'Forbidden', detail: 'You may not do this.' },
  not_found: { status: 404, title: 'Not found', detail: 'There is nothing here.' },
  request_timeout: { status: 408, title: 'Request timeout', detail: 'The request did not arrive in time.' },
  conflict: { status: 409, title: 'Conflict', detail: 'This does not go together with what is there.' },
  body_too_large: { status: 413, title: 'Body too large', detail: 'The body is larger than this call takes.' },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'This call does not take a body of that media type.',
  },
  expectation_failed: {
    status: 417,
    title: 'Expectation failed',
    detail: 'The only expectation that can be met is "100-continue".',
  },
  too_many_requests: { status: 429, title: 'Too many requests', detail: 'Too many requests; try again later.' },
  headers_too_large: { status: 431, title: 'Headers too large', detail: 'The headers are larger than 16 KB together.' },
  internal_error: { status: 500, title: 'Internal error', detail: 'Something went wrong on our side.' },
  service_unavailable: {
    status: 503,
    title: 'Service unavailable',
    detail: 'Something that this call needs is not available; try again soon.',
    retryAfter: 2,
  },
});
