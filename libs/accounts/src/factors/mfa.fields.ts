import { isNil, Rule, TextField, msg } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { JsonObject } from './json-object.field';
import type { MfaProofMethod } from './mfa-method-verifier';

/** The field must be there for these methods: a proof that was left out must not use up a try. */
export const RequiredFor = (...methods: MfaProofMethod[]) =>
  Rule('required', (value, { method }: { method?: unknown }) =>
    isNil(value) && methods.some((candidate) => candidate === method) ? msg('faults.required') : undefined,
  );

/** A one-time code or a recovery code. A wrong form is a wrong code, so that the client has one case. */
export const MfaCode = ({ optional = false, description }: { optional?: boolean; description: string }) =>
  TextField({ optional, max: 64, description, example: '492039' });

/** @see WebAuthn Level 3 §5.1 `AuthenticationResponseJSON` */
export const Assertion = () =>
  applyDecorators(
    JsonObject(),
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: true,
      nullable: true,
      description: 'For `webauthn`: an `AuthenticationResponseJSON`.',
    }),
  );
