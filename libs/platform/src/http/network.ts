import { isIPv4, isIPv6 } from 'node:net';

/** What counts as one client: an IPv4 address, or the /64 network of an IPv6 address, which one subscriber has. */
export function clientNetwork(address: string): string {
  const plain = unmapped(address);
  return isIPv6(plain) ? ipv6Network(plain) : plain;
}

/** What counts as one site: the /24 network of an IPv4 address, or the /64 network of an IPv6 address. */
export function siteNetwork(address: string): string {
  const plain = unmapped(address);
  return isIPv4(plain) ? `${plain.slice(0, plain.lastIndexOf('.'))}.0/24` : clientNetwork(plain);
}

/** An IPv4 address that a dual-stack socket reports as IPv6. @see RFC 4291 §2.5.5.2 */
const unmapped = (address: string) => /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

function ipv6Network(address: string): string {
  const [left, right] = address
    .split('%')[0]!
    .split('::')
    .map((part) => part.split(':').filter(Boolean));
  const zeros = right ? Array<string>(Math.max(0, 8 - left!.length - right.length)).fill('0') : [];
  const groups = [...left!, ...zeros, ...(right ?? [])].slice(0, 4);
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}
