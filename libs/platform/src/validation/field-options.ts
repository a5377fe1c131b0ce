import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import type { KeyOf } from '../i18n/message';
import { msg } from '../i18n/message';
import { isNil, Rule } from './rule';

/** What a field must be, as its message says it. */
type TypeName = KeyOf<'faults'> extends infer Key ? (Key extends `invalid_type.${infer Name}` ? Name : never) : never;

export interface FieldOptions {
  description: string;
  example: unknown;
  optional?: boolean;
}

/** Rules for a missing value and a value of the wrong type. */
export function presenceRules({ optional }: FieldOptions, type: string, name: TypeName): PropertyDecorator[] {
  return [
    Rule('required', (value) => (!optional && isNil(value) ? msg('faults.required') : undefined)),
    Rule('invalid_type', (value) =>
      !isNil(value) && typeof value !== type ? msg(`faults.invalid_type.${name}`) : undefined,
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
