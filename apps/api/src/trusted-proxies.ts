import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Whether what an address says of who came to it is believed; `hop` 0 is who is connected to us. */
export type TrustPredicate = (address: string, hop: number) => boolean;

/** Names that Express and Fastify know as well. */
const networks: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** By the setting `TRUST_PROXY`. A number counts hops from us outwards, as nginx and Express do. */
export function parseTrustProxy(setting: string): TrustPredicate {
  if (setting === 'off' || setting === 'false') return () => false;
  if (setting === 'true') return () => true;
  if (/^\d+$/.test(setting)) return (_address, hop) => hop < Number(setting);
  const list = new BlockList();
  for (const name of setting.split(',').map((part) => part.trim()))
    for (const network of networks[name] ?? [name]) add(list, network);
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

function add(list: BlockList, network: string): void {
  const [address, prefix] = network.split('/') as [string, string?];
  list.addSubnet(address, Number(prefix ?? (isIPv6(address) ? 128 : 32)), familyOf(address));
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** The client's address: the first one, counted from this process outwards, that is not a trusted proxy. */
export function clientAddressOf({ socket, headers }: IncomingMessage, trust: TrustPredicate): string {
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const chain = [socket.remoteAddress ?? '', ...forwarded.map((part) => part.trim()).reverse()].filter(Boolean);
  const hop = chain.findIndex((address, n) => n === chain.length - 1 || !trust(address, n));
  return chain[hop] ?? '';
}
