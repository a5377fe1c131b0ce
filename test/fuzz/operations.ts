import type { OpenAPIObject } from '@nestjs/swagger';

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
  type?: string;
  format?: string;
}
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
}
interface Media {
  schema: Schema;
  example?: Record<string, unknown>;
}
interface Described {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

export interface Operation {
  method: string;
  path: string;
  /** Names of the parameters in the path, the query and the headers. */
  inPath: string[];
  inQuery: string[];
  inHeaders: string[];
  body?: { type: string; example: Record<string, unknown>; fields: string[][]; objects: string[][] };
}

/** All that take and answer text at once: streams of events never end. */
export function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Described>)
      .filter(([, { responses }]) => !('text/event-stream' in (responses['200']?.content ?? {})))
      .map(([method, described]) => {
        const named = (place: Parameter['in']) =>
          (described.parameters ?? []).filter((parameter) => parameter.in === place).map(({ name }) => name);
        return {
          method: method.toUpperCase(),
          path,
          inPath: named('path'),
          inQuery: named('query'),
          inHeaders: named('header'),
          body: bodyOf(document, described),
        };
      }),
  );
}

function bodyOf(document: OpenAPIObject, { requestBody }: Described): Operation['body'] {
  const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (!type || !media || type.startsWith('multipart/')) return undefined;
  const found = walk(document, media.schema);
  return { type, example: media.example ?? {}, ...found };
}

/** Paths of everything that holds a value, and of everything that holds fields. */
function walk(
  document: OpenAPIObject,
  outer: Schema,
  path: string[] = [],
): { fields: string[][]; objects: string[][] } {
  const schema = resolved(document, outer);
  const isObject = schema.type === 'object' || schema.properties !== undefined;
  const inner = Object.entries(schema.properties ?? {}).map(([name, field]) => walk(document, field, [...path, name]));
  if (schema.items) inner.push(walk(document, schema.items, [...path, '0']));
  return {
    fields: [...(path.length > 0 ? [path] : []), ...inner.flatMap(({ fields }) => fields)],
    objects: [...(isObject ? [path] : []), ...inner.flatMap(({ objects }) => objects)],
  };
}

function resolved(document: OpenAPIObject, schema: Schema): Schema {
  const [only] = schema.allOf ?? [];
  if (only) return resolved(document, only);
  const name = schema.$ref?.split('/').at(-1);
  return name ? resolved(document, document.components!.schemas![name] as Schema) : schema;
}
