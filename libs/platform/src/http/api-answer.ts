import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { SOURCE_LANGUAGE } from '../i18n/catalogue';
import { msg } from '../i18n/message';
import { problemBody, problemCatalogue } from './problem';

/** An answer that only says that it is done. */
export class MessageDto {
  @ApiProperty({ description: 'A sentence for people.', example: 'Done.' })
  message: string;
}

/** A body that has one form or another, depending on who asks. */
export class AnyOf {
  readonly types: readonly Type[];
  constructor(...types: Type[]) {
    this.types = types;
  }
}

/** What a call answers, for the OpenAPI document: the body of success, and the codes of its problems. */
export function ApiAnswer(status: number, body?: Type | [Type] | AnyOf, ...codes: string[]): MethodDecorator {
  return applyDecorators(
    ...(body instanceof AnyOf ? [ApiExtraModels(...body.types)] : []),
    ApiResponse({ status, description: status === 204 ? 'Done.' : 'Success.', ...bodyOptions(body) }),
    ApiProblems(...codes),
  );
}

function bodyOptions(body: Type | [Type] | AnyOf | undefined) {
  if (body instanceof AnyOf) return { schema: { anyOf: body.types.map((type) => ({ $ref: getSchemaPath(type) })) } };
  if (Array.isArray(body)) return { type: body[0], isArray: true };
  return body ? { type: body } : {};
}

/** Codes of the problems alone, for a call whose success is no JSON. */
export function ApiProblems(...codes: string[]): MethodDecorator {
  return applyDecorators(
    ...byStatus(codes).map(([problemStatus, group]) =>
      ApiResponse({
        status: problemStatus,
        description: group.map((code) => `\`${code}\``).join(', '),
        content: {
          'application/problem+json': {
            examples: Object.fromEntries(group.map((code) => [code, { value: example(code) }])),
          },
        },
      }),
    ),
  );
}

function byStatus(codes: string[]): [number, string[]][] {
  const groups = new Map<number, string[]>();
  for (const code of codes) {
    const { status } = definition(code);
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return [...groups];
}

function example(code: string): object {
  const errors =
    code === 'validation_failed' ? [{ field: 'email', code: 'required', message: msg('faults.required') }] : undefined;
  return {
    ...problemBody(SOURCE_LANGUAGE, code, definition(code), { errors }),
    request_id: '5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11',
  };
}

function definition(code: string) {
  const found = problemCatalogue.get(code);
  if (!found) throw new Error(`no problem is declared with the code ${code}`);
  return found;
}
