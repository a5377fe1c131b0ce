import { ChoiceListField, ResponseField, TextField, DateTimeField } from '#platform';
import { scopeDescriptions, type Scope, scopes } from './scopes';
import { MAX_SECRETS } from './secrets/client-secret';
import type { ServiceSecret } from './secrets/service-secret.entity';
import type { Service } from './service.entity';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const time = '2026-11-23T09:30:00.000Z';

const descriptions = scopes.map((scope) => `\`${scope}\`: ${scopeDescriptions[scope]}`).join(' ');

const Name = (optional: boolean) =>
  TextField({
    optional,
    max: 64,
    description: 'Unique without regard to case and to characters that look alike (UTS #39).',
    example: 'messages',
  });
const Scopes = (optional: boolean) =>
  ChoiceListField({ optional, values: scopes, description: descriptions, example: ['authorization.read'] });

export class NewService {
  @Name(false) name: string;
  @Scopes(false) scopes: Scope[];
}

/** Omitted fields stay unchanged. */
export class ServiceEdit {
  @Name(true) name?: string | null;
  @Scopes(true) scopes?: Scope[] | null;
}

export class NewServiceSecret {
  @DateTimeField({
    optional: true,
    future: true,
    description: 'When it expires; without it, when it is removed.',
    example: '2099-12-31T00:00:00.000Z',
  })
  expires_at?: string | null;
}

export class ServiceSecretDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: null }) expires_at: string | null;
  @ResponseField({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Rounded to the hour. An unused secret can be removed.',
    example: time,
  })
  last_used_at: string | null;
}

export class CreatedServiceSecretDto extends ServiceSecretDto {
  @ResponseField({
    description: 'Shown only in this answer; only its hash is stored.',
    example: 'wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk',
  })
  client_secret: string;
}

export class ServiceDto {
  @ResponseField({ format: 'uuid', description: 'Its `client_id`.', example: id }) id: string;
  @ResponseField({ example: 'messages' }) name: string;
  @ResponseField({ enum: scopes, isArray: true, example: ['authorization.read'] }) scopes: Scope[];
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Id of the user who created it.',
    example: id,
  })
  created_by: string | null;
  @ResponseField({
    type: [ServiceSecretDto],
    description: `At most ${MAX_SECRETS} that have not expired; the oldest first.`,
  })
  secrets: ServiceSecretDto[];
}

export class CreatedServiceDto extends ServiceDto {
  @ResponseField({ format: 'uuid', description: 'The same as `id`.', example: id }) client_id: string;
  @ResponseField({
    description: 'Shown only in this answer; only its hash is stored.',
    example: 'wS6bJ0Xo1Vd5kq2TnN4rYQ8mZc7uEeHfG3pLiAtB9xk',
  })
  client_secret: string;
}

export function toServiceSecretDto(secret: ServiceSecret): ServiceSecretDto {
  return {
    id: secret.id,
    created_at: secret.createdAt.toISOString(),
    expires_at: secret.expiresAt?.toISOString() ?? null,
    last_used_at: secret.lastUsedAt?.toISOString() ?? null,
  };
}

export function toServiceDto(service: Service): ServiceDto {
  return {
    id: service.id,
    name: service.name,
    scopes: service.scopes,
    created_at: service.createdAt.toISOString(),
    created_by: service.createdBy,
    // Ids are UUIDv7: they sort by time.
    secrets: [...service.secrets].sort((a, b) => (a.id < b.id ? -1 : 1)).map(toServiceSecretDto),
  };
}
