import { defineProblems } from '#platform';

export const exportProblems = defineProblems({
  export_not_found: {
    status: 404,
    title: 'Export not found',
    detail: 'You have no such export, or it has expired.',
  },
  export_not_ready: {
    status: 409,
    title: 'Export not ready',
    detail: 'The file is not complete. See the state of the export.',
  },
  too_many_exports: {
    status: 409,
    title: 'Too many exports',
    detail: 'You have five exports; remove one, or wait until it expires.',
  },
});
