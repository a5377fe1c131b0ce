import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { isNil, Rule } from './rule';

export interface FieldOptions {
  description: string;
  example: unknown;
  optional?: boolean;
}

/** Rules for a missing value and a value of the wrong type. */
export function presenceRules({ optional }: FieldOptions, type: string, words: string): PropertyDecorator[] {
  return [
    Rule('required', (value) => (!optional && isNil(value) ? 'This field is required.' : undefined)),
    Rule('invalid_type', (value) =>
      !isNil(value) && typeof value !== type ? `This field must be ${words}.` : undefined,
    ),
  ];
}

/** The place of a field in the OpenAPI document. */
export function apiProperty({ optional, description, example }: FieldOptions, schema: ApiPropertyOptions) {
  return ApiProperty({
    ...schema,
    description,
    example,
    required: !optional,
    nullable: optional,
  } as ApiPropertyOptions);
}
