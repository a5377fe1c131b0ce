import { ResponseField, TextField } from '#platform';
import type { ListedNote } from './user-notes.repository';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';

export class NewNote {
  @TextField({
    max: 2000,
    multiline: true,
    description: 'What other moderators should know. The user’s export of personal data has it, without the author.',
    example: 'Warned for spam in #general.',
  })
  text: string;
}

export class NoteAuthorDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ example: 'user123' }) username: string;
}

export class NoteDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ example: 'Warned for spam in #general.' }) text: string;
  @ResponseField({
    type: NoteAuthorDto,
    nullable: true,
    description: '`null` if the author’s account was deleted.',
  })
  author: NoteAuthorDto | null;
  @ResponseField({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' }) created_at: string;
}

export const toNoteDto = ({ id, text, createdAt, authorId, authorName }: ListedNote): NoteDto => ({
  id,
  text,
  author: authorId === null ? null : { id: authorId, username: authorName! },
  created_at: createdAt.toISOString(),
});
