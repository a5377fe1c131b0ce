import { type FieldFault, Problem, WireValidationPipe } from '#platform';
import type { Type } from '@nestjs/common';

/** What of a wire class's rules is not kept: a command asks no less than the API. */
export async function faultsOf(value: object, metatype: Type): Promise<FieldFault[]> {
  try {
    await new WireValidationPipe().transform(value, { type: 'body', metatype });
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return (error.getResponse() as { errors: FieldFault[] }).errors;
  }
}
