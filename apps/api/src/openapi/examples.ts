import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './problems';

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  example?: unknown;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

type Content = Record<string, { schema?: Schema; example?: unknown; examples?: unknown }>;

/** A whole example beside each body, to copy and paste: put together from those of its fields. */
export function addExamples(document: OpenAPIObject): void {
  for (const { requestBody, responses } of operationsOf(document)) {
    const bodies = [requestBody, ...Object.values(responses)] as ({ content?: Content } | undefined)[];
    for (const [type, media] of bodies.flatMap((body) => Object.entries(body?.content ?? {}))) {
      // A file has no example that a person could read.
      if (type === 'multipart/form-data') continue;
      if (!media.schema || media.examples || media.example !== undefined) continue;
      const example = exampleOf(media.schema, document);
      if (example !== undefined) media.example = example;
    }
  }
}

function exampleOf(schema: Schema, document: OpenAPIObject): unknown {
  if ('example' in schema) return schema.example;
  if (schema.$ref) return exampleOf(resolve(schema.$ref, document), document);
  if (schema.anyOf) return exampleOf(schema.anyOf[0]!, document);
  if (schema.allOf?.length === 1) return exampleOf(schema.allOf[0]!, document);
  if (schema.items) return [exampleOf(schema.items, document)];
  if (!schema.properties) return schema.enum?.[0];
  const fields = Object.entries(schema.properties).map(([name, field]) => [name, exampleOf(field, document)]);
  return Object.fromEntries(fields.filter(([, example]) => example !== undefined));
}

function resolve(ref: string, { components }: OpenAPIObject): Schema {
  return (components?.schemas?.[ref.slice(ref.lastIndexOf('/') + 1)] ?? {}) as Schema;
}
