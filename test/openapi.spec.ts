import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type TestApp, testApp } from './support/test-app';

interface Media {
  schema?: { format?: string };
  example?: unknown;
  examples?: Record<string, { value: { code: string; status: number } }>;
}
interface Operation {
  summary?: string;
  tags?: string[];
  security: Record<string, unknown>[];
  operationId: string;
  'x-permissions'?: unknown;
  parameters?: { name: string; in: string; example?: unknown; schema: { example?: unknown } }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media>; description: string }>;
}

const text = readFileSync(join(__dirname, '../docs/openapi.json'), 'utf8');
const document = JSON.parse(text) as OpenAPIObject;
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
    call: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    operation,
  })),
);

describe('the OpenAPI document', () => {
  let app: TestApp;
  beforeAll(async () => (app = await testApp({ DOCS_ENABLED: 'true' })));
  afterAll(() => app.close());

  it('is the snapshot in docs (npm run generate)', async () => {
    const { status, body } = await app.http.get('/openapi.json');
    expect(status).toBe(200);
    expect(body).toEqual(document);
  });

  it.each(operations)('$call says what it is, and shows what goes in and what comes out', ({ operation }) => {
    expect(operation.summary).toBeTruthy();
    expect(operation.tags).toHaveLength(1);
    for (const [type, media] of Object.entries(operation.requestBody?.content ?? {}))
      if (type === 'application/json') expect(media.example).toBeDefined();

    const successes = Object.entries(operation.responses).filter(([status]) => /^[23]/.test(status));
    expect(successes).toHaveLength(operation.operationId === 'register' ? 2 : 1);
    for (const [status, { content }] of successes)
      if (status !== '204') for (const media of Object.values(content!)) expect(isShown(media)).toBe(true);
  });

  it('names operations as functions of a generated client, each once', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+)*$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toMatchSnapshot();
  });

  it.each(operations)('$call shows each problem under its status', ({ operation }) => {
    for (const [status, { content = {}, description }] of Object.entries(operation.responses))
      for (const [code, { value }] of Object.entries(content['application/problem+json']?.examples ?? {})) {
        expect(value).toMatchObject({ code, status: Number(status) });
        expect(description).toContain(`\`${code}\``);
      }
  });

  it.each(operations)('$call is guarded exactly where it says so', async ({ method, path, operation }) => {
    const { body } = await app.http.send(method, filled(path, operation));
    const mayBeOpen =
      operation.security.length === 0 || operation.security.some((scheme) => Object.keys(scheme).length === 0);
    if (mayBeOpen) expect(body?.code).not.toBe('not_authenticated');
    else expect(body).toMatchObject({ status: 401, code: 'not_authenticated' });
  });

  const withBody = operations.filter(({ operation }) => operation.requestBody?.content['application/json']);
  it.each(withBody)('$call takes its own example', async ({ method, path, operation }) => {
    const { access } = operation['x-permissions'] ? await app.as.owner() : await app.as.verifiedUser();
    const { example } = operation.requestBody!.content['application/json']!;
    const { body } = await app.http.send(method, filled(path, operation), example, { token: access });
    const faults = (body?.errors ?? []).map(({ code }: { code: string }) => code);
    for (const code of ['unknown_field', 'required', 'invalid_type', 'invalid_choice', 'too_long', 'invalid_id'])
      expect(faults).not.toContain(code);
  });
});

/** An image has no example that a person could read. */
const isShown = ({ schema, example }: Media) => schema?.format === 'binary' || example !== undefined;

function filled(path: string, { parameters = [] }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name) => {
    const parameter = parameters.find((candidate) => candidate.name === name);
    return encodeURIComponent(String(parameter?.example ?? parameter?.schema.example ?? 'x'));
  });
}
