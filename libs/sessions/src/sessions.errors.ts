import { defineProblems } from '#platform';

export const sessionProblems = defineProblems({
  invalid_refresh_token: {
    status: 401,
    title: 'Invalid refresh token',
    detail: 'The refresh token is not valid, has expired, or its session has ended. Sign in again.',
  },
  refresh_token_reused: {
    status: 401,
    title: 'Refresh token reused',
    detail: 'A newer refresh token of this session is in use. The session was ended. Sign in again.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Origin not allowed',
    detail: 'The session cookie requires an Origin of CORS_ORIGINS or of this service, on the same site.',
  },
  session_not_found: { status: 404, title: 'Session not found', detail: 'You have no such session.' },
  too_many_streams: {
    status: 429,
    title: 'Too many streams',
    detail: 'This service has a hundred open event streams already.',
    retryAfter: 5,
  },
  device_not_found: { status: 404, title: 'Device not found', detail: 'You have no such device.' },
});
