import { applyDecorators } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { apiProperty, type FieldOptions, presenceRules } from './field-options';
import { msg } from '../i18n/message';
import { isNil, Rule, type RuleResult } from './rule';

/** One of a few words. */
export function ChoiceField({ values, ...field }: FieldOptions & { values: readonly string[] }) {
  return applyDecorators(
    ...presenceRules(field, 'string', 'text'),
    Rule('invalid_choice', (value) =>
      typeof value === 'string' && !values.includes(value)
        ? msg('faults.invalid_choice', { choices: values.join(', ') })
        : undefined,
    ),
    apiProperty(field, { type: 'string', enum: [...values] }),
  );
}

/** One or more of a few words. */
export function ChoiceListField({ values, ...field }: FieldOptions & { values: readonly string[] }) {
  const ofList = (check: (list: unknown[]) => RuleResult) => (value: unknown) =>
    Array.isArray(value) ? check(value) : undefined;
  return applyDecorators(
    Rule('required', (value) => (!field.optional && isNil(value) ? msg('faults.required') : undefined)),
    Rule('invalid_type', (value) =>
      !isNil(value) && !Array.isArray(value) ? msg('faults.invalid_type.list') : undefined,
    ),
    Rule(
      'too_short',
      ofList((list) => (list.length === 0 ? msg('faults.too_short.list') : undefined)),
    ),
    Rule(
      'invalid_choice',
      ofList((list) =>
        list.every((item) => typeof item === 'string' && values.includes(item))
          ? undefined
          : msg('faults.invalid_choice.only', { choices: values.join(', ') }),
      ),
    ),
    apiProperty(field, {
      type: 'array',
      items: { type: 'string', enum: [...values] },
      minItems: 1,
    } as ApiPropertyOptions),
  );
}

/** `true` or `false`. */
export function BooleanField(field: FieldOptions) {
  return applyDecorators(...presenceRules(field, 'boolean', 'boolean'), apiProperty(field, { type: 'boolean' }));
}
