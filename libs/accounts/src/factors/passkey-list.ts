import { ResponseField } from '#platform';

const time = '2026-11-23T09:30:00.000Z';

export class PasskeyDto {
  @ResponseField({ format: 'uuid', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) id: string;
  @ResponseField({ example: "John's phone" }) name: string;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: time }) last_used_at: string | null;
  @ResponseField({ description: 'Whether its provider keeps a copy of it.', example: true }) backed_up: boolean;
}

/** The passkeys of a user, for `GET /api/mfa`. */
export abstract class PasskeyList {
  abstract list(userId: string): Promise<PasskeyDto[]>;
}
