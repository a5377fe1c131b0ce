import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { isUUID, ValidateNested } from 'class-validator';
import { nestedType } from './nested-type';
import { isNil, Rule } from './rule';
import { parseTime } from './date-time';

interface FieldOptions {
  description: string;
  example: unknown;
  optional?: boolean;
}

interface TextOptions extends FieldOptions {
  /** Length in code points, without white space around. */
  min?: number;
  max: number;
  /** Whether line breaks and tabs are welcome (a biography); elsewhere control characters are refused. */
  multiline?: boolean;
  /** Any character goes, and all of them count (passwords). */
  anyCharacter?: boolean;
  /** White space around it stays, for the rules to judge (e-mail addresses). */
  exact?: boolean;
  format?: string;
  rules?: PropertyDecorator[];
}

const invisible = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const invisibleButBreaks = /(?![\n\r\t])[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/**
 * What leaves ink of its own: no white space, no control, no mark without a letter, nothing that may be left out of a
 * display (the Hangul fillers, tags, the soft hyphen), and neither the Braille blank nor the null notehead.
 */
const visible = /(?![\u2800\u{1d159}\p{Default_Ignorable_Code_Point}])[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}]/u;

const trimmed = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value);

/** A string that comes in: its rules and its place in the OpenAPI document in one. */
export function TextField({ min = 1, max, multiline, anyCharacter, exact, format, rules = [], ...field }: TextOptions) {
  const ofText = (check: (text: string) => string | undefined) => (value: unknown) =>
    typeof value === 'string' ? check(value) : undefined;
  const refused = multiline ? invisibleButBreaks : invisible;
  return applyDecorators(
    ...(anyCharacter || exact ? [] : [Transform(trimmed)]),
    ...presenceRules(field, 'string', 'text'),
    Rule(
      'too_short',
      // White space alone is no name.
      ofText((text) => (lengthOf(anyCharacter ? text : text.trim(), min) < min ? tooShort(min) : undefined)),
    ),
    Rule(
      'too_long',
      ofText((text) => (lengthOf(text, max + 1) > max ? `Use at most ${max} characters.` : undefined)),
    ),
    ...(anyCharacter
      ? []
      : [
          Rule(
            'invalid_characters',
            ofText((text) => (refused.test(text) ? 'Leave out control characters and invisible ones.' : undefined)),
          ),
          Rule(
            'nothing_visible',
            ofText((text) =>
              min > 0 && text.trim() !== '' && !refused.test(text) && !visible.test(text)
                ? 'This needs a character that can be seen.'
                : undefined,
            ),
          ),
        ]),
    ...rules,
    apiProperty(field, { type: 'string', minLength: min, maxLength: max, ...(format && { format }) }),
  );
}

/** One of a few words. */
export function ChoiceField({ values, ...field }: FieldOptions & { values: readonly string[] }) {
  return applyDecorators(
    ...presenceRules(field, 'string', 'text'),
    Rule('invalid_choice', (value) =>
      typeof value === 'string' && !values.includes(value) ? `Use one of: ${values.join(', ')}.` : undefined,
    ),
    apiProperty(field, { type: 'string', enum: [...values] }),
  );
}

/** One or more of a few words. */
export function ChoiceListField({ values, ...field }: FieldOptions & { values: readonly string[] }) {
  const ofList = (check: (list: unknown[]) => string | undefined) => (value: unknown) =>
    Array.isArray(value) ? check(value) : undefined;
  return applyDecorators(
    Rule('required', (value) => (!field.optional && isNil(value) ? 'This field is required.' : undefined)),
    Rule('invalid_type', (value) =>
      !isNil(value) && !Array.isArray(value) ? 'This field must be a list.' : undefined,
    ),
    Rule(
      'too_short',
      ofList((list) => (list.length === 0 ? 'Name at least one.' : undefined)),
    ),
    Rule(
      'invalid_choice',
      ofList((list) =>
        list.every((item) => typeof item === 'string' && values.includes(item))
          ? undefined
          : `Use only: ${values.join(', ')}.`,
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
  return applyDecorators(...presenceRules(field, 'boolean', 'true or false'), apiProperty(field, { type: 'boolean' }));
}

/** A whole number in a range. */
export function IntegerField({ min, max, ...field }: FieldOptions & { min: number; max: number }) {
  return applyDecorators(
    ...presenceRules(field, 'number', 'a number'),
    Rule('out_of_range', (value) =>
      typeof value === 'number' && !(Number.isInteger(value) && value >= min && value <= max)
        ? `Use a whole number from ${min} to ${max}.`
        : undefined,
    ),
    apiProperty(field, { type: 'integer', minimum: min, maximum: max }),
  );
}

/** An object of a DTO class of its own; its faults are named `field.of.it`. */
export function ObjectField<Class extends object>({ type, ...field }: FieldOptions & { type: new () => Class }) {
  return applyDecorators(
    ...presenceRules(field, 'object', 'an object'),
    Rule('invalid_type', (value) => (Array.isArray(value) ? 'This field must be an object.' : undefined)),
    ValidateNested(),
    Type(() => type),
    nestedType.of(type),
    apiProperty(field, { type } as ApiPropertyOptions),
  );
}

/** A point in time (RFC 3339). */
export function DateTimeField({ future, ...field }: FieldOptions & { future?: boolean }) {
  return applyDecorators(
    // From here on in the one form that `Date` and PostgreSQL read alike.
    Transform(({ value }) => (typeof value === 'string' && isTime(value) ? parseTime(value)!.toISOString() : value)),
    ...presenceRules(field, 'string', 'a time like 2026-11-23T09:30:00.000Z'),
    Rule('invalid_time', (value) =>
      typeof value === 'string' && !isTime(value) ? 'Use a time like 2026-11-23T09:30:00.000Z.' : undefined,
    ),
    Rule('not_in_future', (value) =>
      future && typeof value === 'string' && isTime(value) && Date.parse(value) <= Date.now()
        ? 'This must be in the future.'
        : undefined,
    ),
    apiProperty(field, { type: 'string', format: 'date-time' }),
  );
}

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
    Rule('required', (value) => (isNil(value) ? 'This field is required.' : undefined)),
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

/** Years 1970 to 9999. */
function isTime(text: string): boolean {
  const time = parseTime(text);
  return time !== undefined && time.getTime() >= 0;
}

/** A field that goes out: only its place in the OpenAPI document. */
export function ResponseField(options: ApiPropertyOptions): PropertyDecorator {
  return ApiProperty(options);
}

function presenceRules({ optional }: FieldOptions, type: string, words: string): PropertyDecorator[] {
  return [
    Rule('required', (value) => (!optional && isNil(value) ? 'This field is required.' : undefined)),
    Rule('invalid_type', (value) =>
      !isNil(value) && typeof value !== type ? `This field must be ${words}.` : undefined,
    ),
  ];
}

function apiProperty({ optional, description, example }: FieldOptions, schema: ApiPropertyOptions) {
  return ApiProperty({
    ...schema,
    description,
    example,
    required: !optional,
    nullable: optional,
  } as ApiPropertyOptions);
}

const tooShort = (min: number) => (min === 1 ? 'This field must not be empty.' : `Use at least ${min} characters.`);

/** Counts code points, but no further than it takes to decide: the text may be huge. */
function lengthOf(text: string, enough: number): number {
  if (text.length > enough * 2) return enough;
  return [...text].length;
}
