import { defineProblems } from '#platform';

export const sessionProblems = defineProblems({
  invalid_refresh_token: { status: 401 },
  refresh_token_reused: { status: 401 },
  origin_not_allowed: { status: 403 },
  session_not_found: { status: 404 },
  too_many_streams: { status: 429, retryAfter: 5 },
  device_not_found: { status: 404 },
});
