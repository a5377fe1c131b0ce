import { defineProblems } from '#platform';

export const pushProblems = defineProblems({
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency key reused',
    detail: 'This Idempotency-Key was used for another request within the last 24 hours.',
  },
  invalid_link: {
    status: 400,
    title: 'Invalid link',
    detail: 'This link is incomplete, or was not issued by this service.',
  },
});
