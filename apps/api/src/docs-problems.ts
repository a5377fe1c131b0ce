import { problemBody, problemCatalogue, type ProblemDefinition } from '#platform';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyContextConfig } from 'fastify';

type PathItem = OpenAPIObject['paths'][string];
export type Operation = Exclude<PathItem['get'], undefined>;

interface Described {
  description: string;
  headers?: Record<string, object>;
  content?: Record<string, { examples?: Record<string, { value: object }> }>;
}

const request_id = '5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11';
const retryAfter = {
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', example: 2 } },
};
const headersOf: Record<string, Record<string, object>> = {
  401: { 'WWW-Authenticate': { description: 'RFC 6750.', schema: { type: 'string', example: 'Bearer' } } },
  429: retryAfter,
  503: retryAfter,
};

export function* operationsOf(document: OpenAPIObject): Iterable<Operation> {
  for (const path of Object.values(document.paths)) yield* Object.values(path) as Operation[];
}

/** One more problem that an operation may answer; many share a status. */
export function addProblem(operation: Operation, code: string, definition: ProblemDefinition): void {
  const answer = (operation.responses[definition.status] ??= { description: '' }) as Described;
  const content = ((answer.content ??= {})['application/problem+json'] ??= {});
  const examples = (content.examples ??= {});
  if (code in examples) return;
  examples[code] = { value: { ...problemBody(code, definition), request_id } };
  answer.description = [answer.description, `\`${code}\``].filter(Boolean).join(', ');
}

/** What reading the input of an operation answers, before its controller is asked. */
export function describeInput(document: OpenAPIObject): void {
  for (const operation of operationsOf(document)) {
    // OpenAPI has that one under `security`.
    operation.parameters = operation.parameters?.filter((input) => !('in' in input && input.name === 'authorization'));
    const inputs = operation.parameters?.map((parameter) => ('schema' in parameter ? parameter.schema : undefined));
    if (inputs?.some((schema) => schema && 'format' in schema && schema.format === 'uuid'))
      addKnown(operation, 'validation_failed');
    const { content = {} } = (operation.requestBody ?? {}) as { content?: object };
    if ('application/json' in content)
      for (const code of ['validation_failed', 'malformed_json', 'body_too_large', 'unsupported_media_type'])
        addKnown(operation, code);
  }
}

/** On routes whose clients expect more in a problem than we say elsewhere. */
export function describeProblemMembers(document: OpenAPIObject, routes: Map<string, FastifyContextConfig>): void {
  for (const { operationId = '', responses } of operationsOf(document)) {
    const { problemMembers } = routes.get(operationId) ?? {};
    if (!problemMembers) continue;
    for (const { content } of Object.values(responses) as Described[])
      for (const example of Object.values(content?.['application/problem+json']?.examples ?? {}))
        Object.assign(example.value, problemMembers(example.value as Parameters<typeof problemMembers>[0]));
  }
}

/** Headers that go with a status wherever it is answered. */
export function describeHeaders(document: OpenAPIObject): void {
  for (const { responses } of operationsOf(document))
    for (const [status, answer] of Object.entries(responses))
      if (headersOf[status]) (answer as Described).headers = { ...headersOf[status], ...(answer as Described).headers };
}

function addKnown(operation: Operation, code: string): void {
  addProblem(operation, code, problemCatalogue.get(code)!);
}
