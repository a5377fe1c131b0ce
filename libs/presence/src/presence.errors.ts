import { defineProblems } from '#platform';

export const presenceProblems = defineProblems({
  too_many_connections: { status: 429 },
  too_many_watched: { status: 409 },
  too_many_messages: { status: 429 },
});
