import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { apiProperty, type FieldOptions, presenceRules } from './field-options';
import { msg } from '../i18n/message';
import { Rule, type RuleResult } from './rule';

interface TextOptions extends FieldOptions {
  /** Length in code points, without white space around. */
  min?: number;
  max: number;
  /** Whether line breaks and tabs are welcome (a biography); elsewhere control characters are refused. */
  multiline?: boolean;
  /** Any character goes, and all of them count (passwords). */
  anyCharacter?: boolean;
  /** White space around it stays, for the rules to validate (e-mail addresses). */
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
  const ofText = (check: (text: string) => RuleResult) => (value: unknown) =>
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
      ofText((text) => (lengthOf(text, max + 1) > max ? msg('faults.too_long', { max }) : undefined)),
    ),
    ...(anyCharacter
      ? []
      : [
          Rule(
            'invalid_characters',
            ofText((text) => (refused.test(text) ? msg('faults.invalid_characters') : undefined)),
          ),
          Rule(
            'nothing_visible',
            ofText((text) =>
              min > 0 && text.trim() !== '' && !refused.test(text) && !visible.test(text)
                ? msg('faults.nothing_visible')
                : undefined,
            ),
          ),
        ]),
    ...rules,
    apiProperty(field, { type: 'string', minLength: min, maxLength: max, ...(format && { format }) }),
  );
}

const tooShort = (min: number) => (min === 1 ? msg('faults.empty') : msg('faults.too_short', { min }));

/** Counts code points, but no further than it takes to decide: the text may be huge. */
function lengthOf(text: string, enough: number): number {
  if (text.length > enough * 2) return enough;
  return [...text].length;
}
