import { ResponseField, TextField, DateTimeField } from '#platform';
import type { User } from '../user.entity';

export class BanDto {
  @ResponseField({ example: 'Spam' }) reason: string;
  @ResponseField({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it expires.',
    example: null,
  })
  until: string | null;
  @ResponseField({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' }) banned_at: string;
}

export class BanRequest {
  @TextField({ max: 500, multiline: true, description: 'Why.', example: 'Spam' }) reason: string;
  @DateTimeField({
    optional: true,
    future: true,
    description: 'When the ban expires; permanent if omitted.',
    example: '2027-01-01T00:00:00.000Z',
  })
  until?: string | null;
}

export function toBanDto(user: User): BanDto | null {
  if (!user.isBanned()) return null;
  return {
    reason: user.banReason ?? '',
    until: user.bannedUntil?.toISOString() ?? null,
    banned_at: user.bannedAt!.toISOString(),
  };
}
