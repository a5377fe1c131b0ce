import type { IncomingHttpHeaders } from 'node:http';

/** `cross-site` cookies are never ours (SameSite=Strict), and `none` is a navigation of the user, never a script. */
const ALLOWED_SITES: readonly unknown[] = ['same-origin', 'same-site', undefined];

/**
 * Whether a script of an allowed page made a request, by headers that scripts can't set. Every browser sends `Origin`
 * with a POST, so a request without it is refused. Old browsers do not send `Sec-Fetch-Site`.
 * @see OWASP Cross-Site Request Forgery Prevention; Fetch §3.2; Fetch Metadata §2.3
 */
export function isFromAllowedPage(headers: IncomingHttpHeaders, origins: readonly string[]): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  return origin !== undefined && origins.includes(origin) && ALLOWED_SITES.includes(site);
}
