import { defineProblems } from '#platform';

export const serviceProblems = defineProblems({
  service_not_found: { status: 404 },
  secret_not_found: { status: 404 },
  service_name_taken: { status: 409 },
  too_many_secrets: { status: 409 },
});
