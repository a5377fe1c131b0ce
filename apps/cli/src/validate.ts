import { type FieldFault, Problem, WireValidationPipe } from '#platform';
import type { Type } from '@nestjs/common';

/**
 * The value as the API would take it: a command asks no less, and stores nothing else.
 * @throws {Problem} 400 `validation_failed`
 */
export async function validated<Wire extends object>(value: object, metatype: Type<Wire>): Promise<Wire> {
  return (await new WireValidationPipe().transform(value, { type: 'body', metatype })) as Wire;
}

/** What of a wire class's rules is not kept. */
export async function faultsOf(value: object, metatype: Type): Promise<FieldFault[]> {
  try {
    await validated(value, metatype);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return (error.getResponse() as { errors: FieldFault[] }).errors;
  }
}
