import { toAsciiDomain } from '#platform';

const SUBDOMAINS = '*.';

/** The pattern with its domain in ASCII: `example.com` itself, or `*.example.com` for every subdomain of it. */
export function parseDomainPattern(text: string): string | undefined {
  const prefix = text.startsWith(SUBDOMAINS) ? SUBDOMAINS : '';
  const domain = toAsciiDomain(text.slice(prefix.length));
  return domain && prefix + domain;
}

/** @param domain in its ASCII form */
export function matchesDomainPattern(pattern: string, domain: string): boolean {
  return pattern.startsWith(SUBDOMAINS) ? domain.endsWith(pattern.slice(1)) : domain === pattern;
}
