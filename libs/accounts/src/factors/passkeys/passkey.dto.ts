import { ChoiceField, IdField, isNil, ResponseField, Rule, TextField, msg } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { DeviceFields } from '../../sign-in/device.fields';
import { JsonObject } from '../json-object.field';
import type { Passkey } from './passkey.entity';

const challengeId = '8c1f7d2e-5b0a-4f3c-9e6d-2a4b6c8d0e1f';
const credentialId = 'QHQyOzqKeA99y8449WZx1JaBYlzd_lo-dh1hP9GRCGg';
const clientDataJSON = 'eyJ0eXBlIjoid2ViYXV0aG4u…';
const challenge = 'Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM';
const time = '2026-11-23T09:30:00.000Z';

const CredentialJson = (description: string, response: Record<string, string>) =>
  applyDecorators(
    JsonObject(),
    Rule('required', (value) => (isNil(value) ? msg('faults.required') : undefined)),
    ApiProperty({
      type: 'object',
      additionalProperties: true,
      description,
      example: { id: credentialId, rawId: credentialId, type: 'public-key', response, clientExtensionResults: {} },
    }),
  );

const ChallengeId = () =>
  IdField({ description: 'From `POST /api/passkeys/challenge`; once, within 5 minutes.', example: challengeId });

const PasskeyName = ({ optional }: { optional: boolean }) =>
  TextField({
    optional,
    max: 100,
    description: optional ? 'What its owner calls it; by default the browser and system.' : 'What its owner calls it.',
    example: "John's phone",
  });

export class PasskeyChallengeRequest {
  @ChoiceField({
    optional: true,
    values: ['sign_in', 'register'],
    description: '`register` needs an access token: `options` are then those for a new passkey.',
    example: 'sign_in',
  })
  purpose?: 'sign_in' | 'register' | null;
}

export class PasskeyChallengeDto {
  @ResponseField({ format: 'uuid', description: 'Goes into `challenge_id`.', example: challengeId })
  challenge_id: string;

  @ResponseField({
    type: 'object',
    additionalProperties: true,
    selfRequired: true,
    description:
      'For `navigator.credentials.get()`: a `PublicKeyCredentialRequestOptionsJSON`. With `purpose` `register` as `creation_options`.',
    example: {
      challenge,
      rpId: 'auth.example.com',
      allowCredentials: [],
      userVerification: 'required',
      timeout: 300_000,
    },
  })
  options: PublicKeyCredentialRequestOptionsJSON | PublicKeyCredentialCreationOptionsJSON;

  @ResponseField({
    type: 'object',
    additionalProperties: true,
    selfRequired: false,
    description:
      'Where the caller is signed in, for `navigator.credentials.create()`: a `PublicKeyCredentialCreationOptionsJSON`.',
    example: { challenge, rp: { id: 'auth.example.com', name: 'CollabSphere' } },
  })
  creation_options?: PublicKeyCredentialCreationOptionsJSON;
}

export class PasskeyLogin extends DeviceFields {
  @ChallengeId() challenge_id: string;
  @CredentialJson('An `AuthenticationResponseJSON`.', {
    clientDataJSON,
    authenticatorData: 'SZYN…',
    signature: 'MEUC…',
  })
  assertion: object;
}

export class NewPasskeyRequest {
  @ChallengeId() challenge_id: string;
  @CredentialJson('A `RegistrationResponseJSON`.', { clientDataJSON, attestationObject: 'o2Nm…' })
  attestation: object;
  @PasskeyName({ optional: true }) name?: string | null;
}

export class PasskeyChanges {
  @PasskeyName({ optional: false }) name: string;
}

export class PasskeyDto {
  @ResponseField({ format: 'uuid', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) id: string;
  @ResponseField({ example: "John's phone" }) name: string;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: time }) last_used_at: string | null;
  @ResponseField({ description: 'Whether its provider keeps a copy of it.', example: true }) backed_up: boolean;
}

export class RegisteredPasskeyDto {
  @ResponseField({ type: PasskeyDto }) passkey: PasskeyDto;
  @ResponseField({
    type: [String],
    example: ['k7m2-x9qf-4wab-8npt-c3zr-n6dj'],
    description: 'Ten codes where this is the first second factor, otherwise none. They are shown only here.',
  })
  recovery_codes: string[];
}

export class RelatedOriginsDto {
  @ResponseField({ type: [String], example: ['https://app.example.com'] }) origins: string[];
}

export function toPasskeyDto({ id, name, createdAt, lastUsedAt, backedUp }: Passkey): PasskeyDto {
  return {
    id,
    name,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
    backed_up: backedUp,
  };
}
