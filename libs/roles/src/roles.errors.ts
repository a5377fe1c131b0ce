import { defineProblems } from '#platform';

export const roleProblems = defineProblems({
  outranked: {
    status: 403,
    title: 'Outranked',
    detail: 'The target has your rank or a higher one, or it grants a permission that you do not hold.',
  },
  role_not_found: { status: 404, title: 'Role not found', detail: 'There is no such role.' },
  role_name_taken: {
    status: 409,
    title: 'Role name taken',
    detail: 'A role of this name, or of one that looks like it, exists already.',
  },
  system_role: {
    status: 409,
    title: 'System role',
    detail: 'The service requires this role: it can not be removed or renamed, and the role `owner` can not be edited.',
  },
  last_owner: {
    status: 409,
    title: 'Last owner',
    detail: 'This is the last owner; make another user an owner first.',
  },
  precondition_failed: {
    status: 412,
    title: 'Precondition failed',
    detail: 'It was changed since you read it (If-Match); read it again.',
  },
});
