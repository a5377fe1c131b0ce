import { parseRedisAddress } from '../redis/redis-address';

/** Hosts that no network lies between. */
const LOCAL_HOST = /^(localhost|127(\.\d+){3}|\[?::1\]?)?$/;
const TLS_MODE = /^(require|verify-ca|verify-full)$/;

/** A link of the service to one of its backends. */
export type Link = 'database' | 'redis';

/** Whether the link is encrypted, or stays on one machine. */
export function isProtectedLink(link: Link, address: string | undefined, allowed: readonly Link[]): boolean {
  if (!address || allowed.includes(link)) return true;
  return link === 'redis' ? isProtectedRedis(address) : isProtectedDatabase(address);
}

function isProtectedRedis(address: string): boolean {
  const { tls, hosts } = parseRedisAddress(address);
  return tls || hosts.every(({ host }) => LOCAL_HOST.test(host));
}

function isProtectedDatabase(address: string): boolean {
  if (!URL.canParse(address)) return true;
  const { hostname, searchParams } = new URL(address);
  if (LOCAL_HOST.test(hostname) || searchParams.get('host')?.startsWith('/')) return true;
  return TLS_MODE.test(searchParams.get('sslmode') ?? '') || searchParams.get('ssl') === 'true';
}
