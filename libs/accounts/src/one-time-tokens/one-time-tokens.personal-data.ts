import { ResponseField, PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OneTimeTokensService } from './one-time-tokens.service';

const time = '2026-11-23T09:30:00.000Z';

export class MailedLinkDto {
  @ResponseField({ example: 'verify_email' }) purpose: string;
  @ResponseField({
    format: 'idn-email',
    description: 'The address that it was mailed to.',
    example: 'user@example.com',
  })
  email: string;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ format: 'date-time', example: time }) expires_at: string;
}

@Injectable()
export class OneTimeTokensPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly tokens: OneTimeTokensService,
  ) {}

  onModuleInit(): void {
    this.personalData.register('mailed_links', async (userId): Promise<MailedLinkDto[]> =>
      (await this.tokens.listForUser(userId)).map(({ purpose, email, createdAt, expiresAt }) => ({
        purpose,
        email,
        created_at: createdAt.toISOString(),
        expires_at: expiresAt.toISOString(),
      })),
    );
  }
}
