import { isNil, PreserveKeys, Rule, msg } from '#platform';
import { applyDecorators } from '@nestjs/common';

/** A WebAuthn response as the browser's `toJSON()` makes it. Its content is verified as a whole. */
export const JsonObject = () =>
  applyDecorators(
    PreserveKeys(),
    Rule('invalid_type', (value) =>
      !isNil(value) && (typeof value !== 'object' || Array.isArray(value))
        ? msg('faults.invalid_type.object')
        : undefined,
    ),
  );
