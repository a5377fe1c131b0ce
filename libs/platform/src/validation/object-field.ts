import { applyDecorators } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { apiProperty, type FieldOptions, presenceRules } from './field-options';
import { nestedType } from './nested-type';
import { msg } from '../i18n/message';
import { Rule } from './rule';

/** An object of a DTO class of its own; its faults are named `field.of.it`. */
export function ObjectField<Class extends object>({ type, ...field }: FieldOptions & { type: new () => Class }) {
  return applyDecorators(
    ...presenceRules(field, 'object', 'object'),
    Rule('invalid_type', (value) => (Array.isArray(value) ? msg('faults.invalid_type.object') : undefined)),
    ValidateNested(),
    Type(() => type),
    nestedType.of(type),
    apiProperty(field, { type } as ApiPropertyOptions),
  );
}
