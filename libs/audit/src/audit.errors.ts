import { defineProblems } from '#platform';

export const auditProblems = defineProblems({
  audit_entry_not_found: { status: 404 },
});
