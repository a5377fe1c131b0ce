import { defineProblems } from '#platform';

export const pushProblems = defineProblems({
  idempotency_key_reused: { status: 422 },
  invalid_link: { status: 400 },
});
