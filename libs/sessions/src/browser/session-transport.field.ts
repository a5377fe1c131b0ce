import { ChoiceField } from '#platform';

const sessionTransports = ['tokens', 'cookie'] as const;
export type SessionTransport = (typeof sessionTransports)[number];

/** `@SessionTransportField() session?: SessionTransport | null` in the body of a route with `@TokensInCookies()`. */
export function SessionTransportField() {
  return ChoiceField({
    optional: true,
    values: sessionTransports,
    description:
      '`cookie`, for browsers: the refresh token goes into an HttpOnly cookie and is not in the answer. The request ' +
      'needs an `Origin` of `CORS_ORIGINS` or of the service itself. `tokens`, the default: it is in the answer.',
    example: 'tokens',
  });
}
