import { HttpException } from '@nestjs/common';
import { SOURCE_LANGUAGE, text, translate } from '../i18n/catalogue';
import { type KeyOf, type Message, msg } from '../i18n/message';

/** One fault of one field. */
export interface FieldFault {
  /** Path of the field as on the wire, `""` for the whole body. */
  field: string;
  code: string;
  message: Message;
}

/** The same as in a `validation_failed` answer. */
export interface FieldError extends Omit<FieldFault, 'message'> {
  message: string;
}

/** Codes and other names under which the catalogue has a `title` and a `detail`. */
export type ProblemKey =
  KeyOf<'problems'> extends infer Key ? (Key extends `${infer Name}.title` ? Name : never) : never;

export interface ProblemDefinition {
  status: number;
  /** Of its messages, where another problem has the same code with another meaning. The default is the code. */
  key?: ProblemKey;
  /** Seconds for `Retry-After`. */
  retryAfter?: number;
}

interface ProblemOptions {
  /** In place of the general one. */
  detail?: Message;
  errors?: FieldFault[];
  headers?: Record<string, string>;
  /** More members of the document, such as what the client needs for its next call. @see RFC 9457 §3.2 */
  members?: Record<string, unknown>;
  /** The private reason: it is logged, never sent. */
  cause?: unknown;
}

/** The document in one language, but for the `request_id`. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: FieldError[];
}

/**
 * An answer of `application/problem+json`. `getResponse()` is in English, for logs and for clients without a language.
 * @see RFC 9457
 */
export class Problem extends HttpException {
  readonly headers: Record<string, string>;
  readonly faults: readonly FieldFault[];

  constructor(
    readonly code: string,
    private readonly definition: ProblemDefinition,
    private readonly particulars: ProblemOptions = {},
  ) {
    const { errors = [], headers = {}, cause } = particulars;
    super(problemBody(SOURCE_LANGUAGE, code, definition, particulars), definition.status, { cause });
    this.faults = errors;
    this.headers = definition.retryAfter ? { 'retry-after': String(definition.retryAfter), ...headers } : headers;
  }

  bodyIn(language: string): ProblemBody {
    return problemBody(language, this.code, this.definition, this.particulars);
  }
}

export function problemBody(
  language: string,
  code: string,
  { status, key = code as ProblemKey }: ProblemDefinition,
  { detail = msg(`problems.${key}.detail`), errors, members }: ProblemOptions = {},
): ProblemBody {
  return {
    type: `urn:collabsphere:problem:${code}`,
    title: text(language, `problems.${key}.title`),
    status,
    detail: translate(language, detail),
    code,
    ...(errors && { errors: errors.map((fault) => ({ ...fault, message: translate(language, fault.message) })) }),
    ...members,
  };
}

/** All codes that clients may switch on; `docs/errors.md` lists them, so that a change is a visible choice. */
export const problemCatalogue = new Map<string, ProblemDefinition>();

/** Declares a module's problems, whose words are in the catalogue: `throw accountProblems.email_taken()`. */
export function defineProblems<Code extends ProblemKey>(definitions: Record<Code, ProblemDefinition>) {
  const entries = Object.entries<ProblemDefinition>(definitions).map(([code, definition]) => {
    problemCatalogue.set(code, definition);
    return [code, (extras?: ProblemOptions) => new Problem(code, definition, extras)];
  });
  return Object.fromEntries(entries) as Record<Code, (extras?: ProblemOptions) => Problem>;
}

export const problems = defineProblems({
  bad_request: { status: 400 },
  malformed_json: { status: 400 },
  validation_failed: { status: 400 },
  unauthorized: { status: 401 },
  forbidden: { status: 403 },
  not_found: { status: 404 },
  request_timeout: { status: 408 },
  conflict: { status: 409 },
  body_too_large: { status: 413 },
  unsupported_media_type: { status: 415 },
  expectation_failed: { status: 417 },
  too_many_requests: { status: 429 },
  headers_too_large: { status: 431 },
  internal_error: { status: 500 },
  service_unavailable: { status: 503, retryAfter: 2 },
});
