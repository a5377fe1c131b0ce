import { defineProblems } from '#platform';

export const auditProblems = defineProblems({
  audit_entry_not_found: {
    status: 404,
    title: 'Entry not found',
    detail: 'There is no such entry in the audit log; it may have been archived.',
  },
});
