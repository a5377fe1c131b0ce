import { applyDecorators } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { apiProperty, type FieldOptions, presenceRules } from './field-options';
import { msg } from '../i18n/message';
import { isNil, Rule } from './rule';

/** An id of something else. */
export function IdField(field: FieldOptions) {
  return applyDecorators(
    ...presenceRules(field, 'string', 'id'),
    Rule('invalid_id', (value) => (typeof value === 'string' && !isUUID(value) ? msg('faults.invalid_id') : undefined)),
    apiProperty(field, { type: 'string', format: 'uuid' }),
  );
}

/** Ids of others. In a query they come with commas between, or one by one. */
export function IdListField({ max, ...field }: FieldOptions & { max?: number }) {
  return applyDecorators(
    Rule('required', (value) => (!field.optional && isNil(value) ? msg('faults.required') : undefined)),
    Rule('invalid_type', (value) =>
      isNil(value) || Array.isArray(value) ? undefined : msg('faults.invalid_type.ids'),
    ),
    Rule('too_many', (value) =>
      max !== undefined && Array.isArray(value) && value.length > max ? msg('faults.too_many.ids', { max }) : undefined,
    ),
    Rule('invalid_id', (value) =>
      Array.isArray(value) && !value.every((id) => isUUID(id)) ? msg('faults.invalid_id.list') : undefined,
    ),
    apiProperty(field, { type: 'array', items: { type: 'string', format: 'uuid' }, ...(max && { maxItems: max }) }),
  );
}
