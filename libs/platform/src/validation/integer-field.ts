import { applyDecorators } from '@nestjs/common';
import { apiProperty, type FieldOptions, presenceRules } from './field-options';
import { msg } from '../i18n/message';
import { Rule } from './rule';

/** A whole number in a range. */
export function IntegerField({ min, max, ...field }: FieldOptions & { min: number; max: number }) {
  return applyDecorators(
    ...presenceRules(field, 'number', 'number'),
    Rule('out_of_range', (value) =>
      typeof value === 'number' && !(Number.isInteger(value) && value >= min && value <= max)
        ? msg('faults.out_of_range', { min, max })
        : undefined,
    ),
    apiProperty(field, { type: 'integer', minimum: min, maximum: max }),
  );
}
