import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Media {
  schema?: object;
  examples?: Record<string, unknown>;
}
interface Described {
  description: string;
  content?: Record<string, Media>;
}
interface Operation {
  operationId: string;
  responses: Record<string, Described>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}
interface Received {
  status: number;
  contentType: string;
  body: unknown;
}

/** What any call may answer; the document's introduction says so once. */
const EVERYWHERE = new Set([
  'bad_request',
  'request_timeout',
  'headers_too_large',
  'internal_error',
  'service_unavailable',
]);

const file = join(__dirname, '../../docs/openapi.json');
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
addFormats.default(ajv, { mode: 'fast', formats: ['date-time', 'uuid', 'email'] });
// What goes out has no field that the document does not have; elsewhere more may come one day.
ajv.addSchema(closed({ $id: 'document', ...document }));
const validators = new Map<object, ValidateFunction>();
const routes = Object.keys(document.paths).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
}));

/** @throws {Error} where the service answers what `docs/openapi.json` does not have for this call */
export function assertDocumented(method: string, url: string, answer: Received): void {
  const operation = operationOf(method, url);
  if (!operation) return;
  const call = `${method} ${url} (${operation.operationId}) answered ${answer.status}`;
  const { code } = (answer.body ?? {}) as { code?: string };
  if (/problem\+json/.test(answer.contentType) && EVERYWHERE.has(code!)) return;
  const described = operation.responses[answer.status];
  if (!described) throw new Error(`${call}, which is not in the document: ${JSON.stringify(answer.body)}`);
  const type = answer.contentType.split(';')[0]!;
  const media = described.content?.[type];
  if (!described.content && !answer.body) return;
  if (!media) throw new Error(`${call} as "${type}", which is not in the document`);
  if (media.examples && /problem\+json/.test(type) && !Object.hasOwn(media.examples, code!))
    throw new Error(`${call} ${code}, which is not in the document`);
  if (/json/.test(type)) mustFit(media, answer.body, call);
}

function operationOf(method: string, url: string): Operation | undefined {
  const { pathname } = new URL(url, 'http://localhost');
  const exact = pathname.replace(/(.)\/$/, '$1');
  const template = document.paths[exact] ? exact : routes.find(({ pattern }) => pattern.test(pathname))?.template;
  return template === undefined ? undefined : document.paths[template]![method.toLowerCase()];
}

function mustFit(media: Media, body: unknown, call: string): void {
  if (!media.schema) return;
  let validate = validators.get(media);
  if (!validate) validators.set(media, (validate = ajv.compile(closed(pointed(media.schema)))));
  if (!validate(body)) throw new Error(`${call}, not as in the document: ${ajv.errorsText(validate.errors)}`);
}

/** References of the document, from a schema outside of it. */
const pointed = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/'));

/** Objects whose fields are listed have no others; problems may have more, which their description says. */
function closed<T>(schema: T, key = ''): T {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map((item) => closed(item, key)) as T;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value, name)])) as Record<
    string,
    unknown
  >;
  const listed = copy.type === 'object' && copy.properties && copy.additionalProperties === undefined;
  if (listed && key !== 'Problem' && key !== 'allOf') copy.additionalProperties = false;
  return copy as T;
}
