import { applyDecorators } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { apiProperty, type FieldOptions, presenceRules } from './field-options';
import { isNil, Rule } from './rule';

/** An id of something else. */
export function IdField(field: FieldOptions) {
  return applyDecorators(
    ...presenceRules(field, 'string', 'an id'),
    Rule('invalid_id', (value) =>
      typeof value === 'string' && !isUUID(value) ? 'This must be an id (a UUID).' : undefined,
    ),
    apiProperty(field, { type: 'string', format: 'uuid' }),
  );
}

/** Ids of others. In a query they come with commas between, or one by one. */
export function IdListField({ max, ...field }: FieldOptions & { max?: number }) {
  return applyDecorators(
    Rule('required', (value) => (!field.optional && isNil(value) ? 'This field is required.' : undefined)),
    Rule('invalid_type', (value) =>
      isNil(value) || Array.isArray(value) ? undefined : 'This field must be a list of ids.',
    ),
    Rule('too_many', (value) =>
      max !== undefined && Array.isArray(value) && value.length > max ? `Use at most ${max} ids.` : undefined,
    ),
    Rule('invalid_id', (value) =>
      Array.isArray(value) && !value.every((id) => isUUID(id)) ? 'These must be ids (UUIDs).' : undefined,
    ),
    apiProperty(field, { type: 'array', items: { type: 'string', format: 'uuid' }, ...(max && { maxItems: max }) }),
  );
}
