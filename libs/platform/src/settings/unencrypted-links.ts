/** Hosts that no network lies between. */
const LOCAL_HOST = /^(localhost|127(\.\d+){3}|\[::1\])?$/;
const TLS_MODE = /^(require|verify-ca|verify-full)$/;

/** A link of the service to one of its backends. */
export type Link = 'database' | 'redis';

/** Whether the link is encrypted, or stays on one machine. */
export function isProtectedLink(link: Link, address: string | undefined, allowed: readonly Link[]): boolean {
  if (!address || !URL.canParse(address) || allowed.includes(link)) return true;
  const { protocol, hostname, searchParams } = new URL(address);
  if (LOCAL_HOST.test(hostname) || searchParams.get('host')?.startsWith('/')) return true;
  if (link === 'redis') return protocol === 'rediss:';
  return TLS_MODE.test(searchParams.get('sslmode') ?? '') || searchParams.get('ssl') === 'true';
}
