import { type FieldError, Problem, ProblemValidationPipe } from '#platform';
import type { Type } from '@nestjs/common';

/**
 * The value as the API would take it: a command asks no less, and stores nothing else.
 * @throws {Problem} 400 `validation_failed`
 */
export async function toValidDto<Dto extends object>(value: object, metatype: Type<Dto>): Promise<Dto> {
  return (await new ProblemValidationPipe().transform(value, { type: 'body', metatype })) as Dto;
}

/** What of a DTO class's rules is not kept. */
export async function validate(value: object, metatype: Type): Promise<FieldError[]> {
  try {
    await toValidDto(value, metatype);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return (error.getResponse() as { errors: FieldError[] }).errors;
  }
}
