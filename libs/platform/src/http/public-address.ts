import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Names with these endings are private networks, whatever a resolver says of them. @see RFC 6761, RFC 6762, RFC 8375 */
const INTERNAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|onion|test|invalid)$/;

const specialPurpose = new BlockList();
/** @see IANA IPv4 Special-Purpose Address Registry; multicast and what is reserved as well */
for (const network of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])
  block(network, 'ipv4');
/** Of IPv6 only global unicast is public at all; in it, what embeds IPv4 or is for documents is not. */
for (const network of ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']) block(network, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

function block(network: string, family: 'ipv4' | 'ipv6'): void {
  const [address, prefix] = network.split('/') as [string, string];
  specialPurpose.addSubnet(address, Number(prefix), family);
}

/** Whether an IP address is one of the public internet: no loopback, private, link-local, shared, mapped or reserved one. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !specialPurpose.check(address, 'ipv4');
  return isIP(address) === 6 && globalUnicast.check(address, 'ipv6') && !specialPurpose.check(address, 'ipv6');
}

/**
 * Whether a URL that a client sent may be called, judged by its text: https on the default port, a fully qualified
 * name (never an IP address) that is not internal. The address that the name resolves to is checked at the call.
 */
export function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, port, username, password, hostname } = new URL(text);
  const name = hostname.replace(/\.$/, '');
  const named = name.includes('.') && !isIP(name.replace(/^\[|\]$/g, ''));
  return protocol === 'https:' && !port && !username && !password && named && !INTERNAL_NAME.test(name);
}

/**
 * For `https.request`: resolves a name and refuses it where any of its addresses is internal. The connection goes to
 * the very address that was looked at, so a name that resolves differently a moment later (DNS rebinding) gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const refused = addresses?.find(({ address }) => !isPublicAddress(address));
    if (error || refused || addresses.length === 0)
      done(error ?? Object.assign(new Error(`${hostname} is an internal address`), { code: 'EINTERNAL' }), '', 0);
    else if (options.all) done(null, addresses);
    else done(null, addresses[0]!.address, addresses[0]!.family);
  });
};
