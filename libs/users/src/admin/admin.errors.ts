import { defineProblems } from '#platform';

export const adminProblems = defineProblems({
  cannot_ban_yourself: { status: 403, title: 'Not yourself', detail: 'You can not ban yourself.' },
  cannot_delete_yourself: {
    status: 403,
    title: 'Not yourself',
    detail: 'You can not delete yourself.',
  },
  too_many_roles: {
    status: 409,
    title: 'Too many roles',
    detail: 'A user holds at most 64 roles.',
  },
  cannot_deactivate_yourself: { status: 403, title: 'Not yourself', detail: 'You can not deactivate yourself.' },
});
