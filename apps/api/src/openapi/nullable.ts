type Json = unknown;
type Schema = Record<string, Json>;

/**
 * `nullable` of OpenAPI 3.0, which `@nestjs/swagger` writes, in the words of 3.1. In 3.0 a nullable `$ref` or `enum`
 * says nothing of `null` to a validator that goes by the letter.
 * @see JSON Schema 2020-12, OpenAPI 3.1.0 §4.8.24
 */
export function withNullTypes<T>(node: T): T {
  if (Array.isArray(node)) return node.map(withNullTypes) as T;
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withNullTypes(value)]));
  return (copy.nullable === true ? orNull(copy) : withoutNullable(copy)) as T;
}

function orNull(nullable: Schema): Schema {
  const { type, enum: values, allOf, $ref, ...rest } = withoutNullable(nullable);
  const referred = $ref ? { $ref } : (allOf as Schema[] | undefined)?.[0];
  if (referred) return { ...rest, anyOf: [referred, { type: 'null' }] };
  return { ...rest, type: [type, 'null'], ...(values ? { enum: [...(values as Json[]), null] } : {}) };
}

/** Where it is `false` it says what is so anyway; a field that is called `nullable` has a schema and stays. */
function withoutNullable(schema: Schema): Schema {
  if (typeof schema.nullable !== 'boolean') return schema;
  const { nullable: _, ...rest } = schema;
  return rest;
}
