import type { FastifyInstance } from 'fastify';

const BASE_POLICY = {
  'default-src': "'none'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};

/** A Content-Security-Policy that allows only what `directives` name. `sandbox` has no value: `{ sandbox: '' }`. */
export function contentSecurityPolicy(directives: Record<string, string> = {}): string {
  return Object.entries({ ...BASE_POLICY, 'form-action': "'none'", ...directives })
    .map(([name, value]) => `${name} ${value}`.trim())
    .join('; ');
}

/**
 * Every answer has these, also one that Node, Fastify's router or Engine.IO writes. A route may set others of the same name:
 * an answer without a rule for caches is personal.
 * @see OWASP ASVS 5.0 V3.4
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy(),
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** @param reportUri where browsers report violations of the policy, if anywhere */
export function addSecurityHeaders(fastify: FastifyInstance, reportUri: string | undefined): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    for (const [name, value] of Object.entries(securityHeaders)) if (!reply.hasHeader(name)) reply.header(name, value);
    const type = String(reply.getHeader('content-type') ?? '');
    if (type.startsWith('text/') && !type.includes('charset')) reply.header('content-type', `${type}; charset=utf-8`);
    if (reportUri) {
      const policy = String(reply.getHeader('content-security-policy'));
      reply.header('content-security-policy', `${policy}; report-uri ${reportUri}; report-to csp`);
      reply.header('reporting-endpoints', `csp="${reportUri}"`);
    }
    done(null, payload);
  });
}
