import { defineProblems } from '#platform';

export const roleProblems = defineProblems({
  outranked: { status: 403 },
  role_not_found: { status: 404 },
  role_name_taken: { status: 409 },
  system_role: { status: 409 },
  last_owner: { status: 409 },
  precondition_failed: { status: 412 },
});
