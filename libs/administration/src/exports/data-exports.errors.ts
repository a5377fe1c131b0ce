import { defineProblems } from '#platform';

export const exportProblems = defineProblems({
  export_not_found: { status: 404 },
  export_not_ready: { status: 409 },
  too_many_exports: { status: 409 },
});
