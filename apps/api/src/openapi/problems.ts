import { problemBody, problemCatalogue, type ProblemDefinition, SOURCE_LANGUAGE } from '#platform';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyContextConfig } from 'fastify';

type PathItem = OpenAPIObject['paths'][string];
export type Operation = Exclude<PathItem['get'], undefined>;

interface Described {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, { schema?: object; examples?: Record<string, { value: object }> }>;
}

const PROBLEM_JSON = 'application/problem+json';
const problemRef = { $ref: '#/components/schemas/Problem' };

/** @see RFC 9457 §3 */
const problemSchema = {
  type: 'object',
  description: 'Why a call was refused (RFC 9457). Clients switch on `code`; other members may be added.',
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { type: 'string', format: 'uri', description: '`urn:collabsphere:problem:` and the code.' },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status.' },
    detail: { type: 'string', description: 'A sentence for people.' },
    code: {
      type: 'string',
      pattern: '^[a-z][a-z0-9_]*$',
      description: 'A stable code for clients; see docs/errors.md.',
    },
    request_id: { type: 'string', description: 'The `X-Request-Id` of the answer.' },
    errors: {
      type: 'array',
      description: 'With `validation_failed`: every fault of every field.',
      items: {
        type: 'object',
        required: ['field', 'code', 'message'],
        properties: {
          field: { type: 'string', description: 'Path of the field; empty for the whole body.' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
      },
    },
    missing: {
      type: 'array',
      description: 'With `permission_denied`: the permissions that the caller lacks.',
      items: { type: 'string' },
    },
    acr_values: {
      type: 'string',
      description: 'With `step_up_required`: the level that the session must reach (RFC 9470).',
    },
    max_age: {
      type: 'integer',
      description: 'With `step_up_required`: how long ago the authentication may be, in seconds.',
    },
    mfa_token: { type: 'string', description: 'With `mfa_required`: for `POST /api/login/mfa`, which says how.' },
    methods: {
      type: 'array',
      description: 'With `mfa_required`: the values of `method` that this account can use.',
      items: { type: 'string', enum: ['totp', 'webauthn', 'recovery_code'] },
    },
    expires_in: { type: 'integer', description: 'With `mfa_required`: how long `mfa_token` is valid, in seconds.' },
    webauthn_options: {
      type: 'object',
      additionalProperties: true,
      description: 'With `mfa_required` and the method `webauthn`: a `PublicKeyCredentialRequestOptionsJSON`.',
    },
    attempts_left: { type: 'integer', description: 'With `invalid_code`: how many tries `mfa_token` still has.' },
    challenge: {
      type: 'object',
      description: 'With `challenge_required`: what to solve; the solution goes into `challenge_response`.',
      required: ['provider'],
      properties: {
        provider: { type: 'string', enum: ['altcha', 'external'] },
        altcha: {
          type: 'object',
          additionalProperties: true,
          description: 'With `altcha`: a challenge of its widget, or of `solveChallenge` of `altcha-lib`.',
        },
      },
    },
  },
};

const request_id = '5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11';
const retryAfter = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', example: 2 } },
};
const headersOf: Record<string, Record<string, object>> = {
  401: { 'WWW-Authenticate': { description: 'RFC 6750, RFC 9470.', schema: { type: 'string', example: 'Bearer' } } },
  429: retryAfter,
  503: retryAfter,
};

export function* operationsOf(document: OpenAPIObject): Iterable<Operation> {
  for (const path of Object.values(document.paths)) yield* Object.values(path) as Operation[];
}

const withBody = ['post', 'put', 'patch', 'delete'] as const;

/** One more problem that an operation may answer; many share a status. */
export function addProblem(
  operation: Operation,
  code: string,
  definition: ProblemDefinition,
  members: object = {},
): void {
  const answer = (operation.responses[definition.status] ??= { description: '' }) as Described;
  const content = ((answer.content ??= {})[PROBLEM_JSON] ??= {});
  const examples = (content.examples ??= {});
  if (code in examples) return;
  examples[code] = { value: { ...problemBody(SOURCE_LANGUAGE, code, definition), ...members, request_id } };
  answer.description = [answer.description, `\`${code}\``].filter(Boolean).join(', ');
}

/** What reading the input of an operation answers, before its controller is asked. */
export function describeInput(document: OpenAPIObject): void {
  for (const operation of operationsOf(document)) {
    // OpenAPI has that one under `security`.
    operation.parameters = operation.parameters?.filter((input) => !('in' in input && input.name === 'authorization'));
    // Whatever an operation takes, a query or a path that can't be decoded is refused.
    addCatalogued(operation, 'validation_failed');
  }
  // Whether it wants a body or not: what is sent is read.
  for (const path of Object.values(document.paths))
    for (const operation of withBody.flatMap((method) => path[method] ?? []))
      for (const code of ['malformed_json', 'body_too_large', 'unsupported_media_type']) addCatalogued(operation, code);
}

/** On routes whose clients expect more in a problem than we say elsewhere. */
export function describeProblemMembers(document: OpenAPIObject, routes: Map<string, FastifyContextConfig>): void {
  for (const { operationId = '', responses } of operationsOf(document)) {
    const { problemMembers } = routes.get(operationId) ?? {};
    if (!problemMembers) continue;
    for (const { content } of Object.values(responses) as Described[]) {
      const media = content?.[PROBLEM_JSON];
      if (!media) continue;
      const examples = Object.values(media.examples ?? {}).map(({ value }) => value);
      for (const example of examples) Object.assign(example, problemMembers(example as never));
      const members = Object.keys(problemMembers(examples[0] as never));
      const properties = Object.fromEntries(members.map((member) => [member, { type: 'string' }]));
      media.schema = { allOf: [problemRef, { type: 'object', required: members, properties }] };
    }
  }
}

/** The schema of all problem documents, beside their examples. */
export function describeProblemSchema(document: OpenAPIObject): void {
  ((document.components ??= {}).schemas ??= {}).Problem = problemSchema as never;
  for (const { responses } of operationsOf(document))
    for (const { content } of Object.values(responses) as Described[]) {
      const media = content?.[PROBLEM_JSON];
      if (media) media.schema ??= problemRef;
    }
}

/** Headers that go with a status wherever it is answered. */
export function describeHeaders(document: OpenAPIObject): void {
  for (const { responses } of operationsOf(document))
    for (const [status, answer] of Object.entries(responses))
      if (headersOf[status]) (answer as Described).headers = { ...headersOf[status], ...(answer as Described).headers };
}

function addCatalogued(operation: Operation, code: string): void {
  addProblem(operation, code, problemCatalogue.get(code)!);
}
