import { defineProblems } from '#platform';

export const noteProblems = defineProblems({
  note_not_found: { status: 404 },
  not_your_note: { status: 403 },
  too_many_notes: { status: 409 },
});
