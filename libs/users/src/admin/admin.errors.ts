import { defineProblems } from '#platform';

export const adminProblems = defineProblems({
  cannot_ban_yourself: { status: 403 },
  cannot_delete_yourself: { status: 403 },
  too_many_roles: { status: 409 },
  cannot_deactivate_yourself: { status: 403 },
});
