import { contentSecurityPolicy } from '#platform';

/** Of every page. Only its own stylesheet, logo and forms: no script, no framing. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy({
    'style-src': "'self'",
    'img-src': "'self'",
    'form-action': "'self'",
  }),
  'cache-control': 'no-store',
};
