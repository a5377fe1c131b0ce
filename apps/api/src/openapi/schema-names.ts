import type { OpenAPIObject } from '@nestjs/swagger';

const SCHEMAS = '#/components/schemas/';

/**
 * Schemas by the plain name of their resource: a generated client has `User`, not `UserDto`.
 * @throws {Error} where two classes would have one name
 */
export function withPlainSchemaNames(document: OpenAPIObject): OpenAPIObject {
  const plain = (name: string) => name.replace(/Dto(?=Page$|$)/, '');
  const schemas = Object.entries(document.components?.schemas ?? {});
  const names = schemas.map(([name]) => plain(name));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice) throw new Error(`two schemas are called ${twice}`);
  const text = JSON.stringify({
    ...document,
    components: {
      ...document.components,
      schemas: Object.fromEntries(schemas.map(([, schema], i) => [names[i], schema])),
    },
  });
  return JSON.parse(text.replace(new RegExp(`"${SCHEMAS}(\\w+)"`, 'g'), (_, name) => `"${SCHEMAS}${plain(name)}"`));
}
