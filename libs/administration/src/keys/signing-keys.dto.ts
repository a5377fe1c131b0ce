import { BooleanField, ResponseField } from '#platform';
import type { KeyRotation, SigningKeyState, SigningKeyStatus } from '#sessions';

const time = '2026-11-23T09:30:00.000Z';
export const states: SigningKeyState[] = ['published', 'signing', 'retiring', 'retired'];

export class SigningKeyDto {
  @ResponseField({ description: 'The thumbprint (RFC 7638).', example: 'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U' })
  kid: string;
  @ResponseField({
    enum: states,
    description:
      '`published`: does not sign yet, so that services learn it first. `signing`: the key of new tokens. `retiring`: its last tokens have not expired. `retired`: it has expired or was withdrawn, and its tokens are refused.',
    example: 'signing',
  })
  state: SigningKeyState;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ format: 'date-time', description: 'When it starts to sign.', example: time }) active_at: string;
  @ResponseField({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it leaves the key set; `null` without an end.',
    example: null,
  })
  retires_at: string | null;
}

export class SigningKeysDto {
  @ResponseField({ type: [SigningKeyDto], description: 'The newest first.' }) items: SigningKeyDto[];
}

export class KeyRotationRequest {
  @BooleanField({
    optional: true,
    description: 'Sign with the new key at once, though services may not know it yet. Otherwise in 5 minutes.',
    example: false,
  })
  immediately?: boolean | null;
}

export class KeyRotationDto {
  @ResponseField({ description: 'The new key.', example: 'oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U' }) kid: string;
  @ResponseField({ format: 'date-time', example: time }) active_at: string;
  @ResponseField({ format: 'date-time', description: 'When the old keys leave the key set.', example: time })
  old_keys_retire_at: string;
}

export const toSigningKeyDto = (key: SigningKeyStatus): SigningKeyDto => ({
  kid: key.kid,
  state: key.state,
  created_at: key.createdAt.toISOString(),
  active_at: key.activeAt.toISOString(),
  retires_at: key.retiresAt?.toISOString() ?? null,
});

export const toKeyRotationDto = ({ kid, activeAt, oldRetireAt }: KeyRotation): KeyRotationDto => ({
  kid,
  active_at: activeAt.toISOString(),
  old_keys_retire_at: oldRetireAt.toISOString(),
});
