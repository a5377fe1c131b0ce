import { defineProblems } from '#platform';

export const serviceProblems = defineProblems({
  service_not_found: { status: 404, title: 'Service not found', detail: 'There is no such service.' },
  secret_not_found: { status: 404, title: 'Secret not found', detail: 'The service has no such secret.' },
  service_name_taken: {
    status: 409,
    title: 'Service name taken',
    detail: 'A service of this name, or of one that looks like it, exists already.',
  },
  too_many_secrets: {
    status: 409,
    title: 'Too many secrets',
    detail: 'The service has five secrets already; remove one that is no longer in use.',
  },
});
