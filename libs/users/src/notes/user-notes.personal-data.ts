import { PersonalData, ResponseField } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UserNotesRepository } from './user-notes.repository';

/** A note about the user. Who wrote it is personal data of the author. */
export class OwnNoteDto {
  @ResponseField({ example: 'Warned for spam in #general.' }) text: string;
  @ResponseField({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' }) created_at: string;
}

@Injectable()
export class UserNotesPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly notes: UserNotesRepository,
  ) {}

  onModuleInit(): void {
    this.personalData.register('moderator_notes', async (userId): Promise<OwnNoteDto[]> => {
      const notes = await this.notes.listAbout(userId);
      return notes.map(({ text, createdAt }) => ({ text, created_at: createdAt.toISOString() }));
    });
  }
}
