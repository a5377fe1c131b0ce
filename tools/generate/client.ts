import { authProblems } from '#auth';
import { problemCatalogue } from '#platform';
import type { OpenAPIObject } from '@nestjs/swagger';
import openapiTypescript, { astToString } from 'openapi-typescript';

const FOLDER = 'libs/client/src/generated';
const HEAD = '// Written by `npm run generate` from the code; do not edit.\n';

/** What `@collabsphere/client` knows of the service: its calls with their types, and its problem codes. */
export async function clientTypes(document: OpenAPIObject): Promise<Record<string, string>> {
  return {
    [`${FOLDER}/openapi.ts`]: HEAD + (await openApiTypes(document)),
    [`${FOLDER}/problem-codes.ts`]: HEAD + problemCodes(),
  };
}

async function openApiTypes(document: OpenAPIObject): Promise<string> {
  // A field with a default is still optional in a request.
  return astToString(await openapiTypescript(withoutRefusals(document), { defaultNonNullable: false }));
}

/** Every refusal is the same `Problem`, and the client throws it. */
function withoutRefusals(document: OpenAPIObject): Parameters<typeof openapiTypescript>[0] {
  const copy = JSON.parse(JSON.stringify(document));
  for (const path of Object.values<Record<string, { responses?: object }>>(copy.paths))
    for (const { responses = {} } of Object.values(path))
      for (const status of Object.keys(responses))
        if (Number(status) >= 400) delete (responses as Record<string, unknown>)[status];
  return copy;
}

function problemCodes(): string {
  const codes = new Set([...problemCatalogue.keys(), ...Object.keys(authProblems)]);
  const lines = [...codes].sort().map((code) => `\n  | '${code}'`);
  return `\n/** The \`code\` of a problem document; see docs/errors.md. */\nexport type ProblemCode =${lines.join('')};\n`;
}
