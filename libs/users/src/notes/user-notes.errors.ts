import { defineProblems } from '#platform';

export const noteProblems = defineProblems({
  note_not_found: { status: 404, title: 'Note not found', detail: 'There is no such note about this user.' },
  not_your_note: {
    status: 403,
    title: 'Not your note',
    detail: 'Its author, and who may manage users, can remove a note.',
  },
  too_many_notes: { status: 409, title: 'Too many notes', detail: 'There are 500 notes about this user.' },
});
