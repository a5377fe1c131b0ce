import { BlockList, isIP } from 'node:net';
import type { Session } from './session.entity';
import { inWords } from './user-agent';

/** Bits of an address that stay where somebody lives: providers hand out others within them. */
const NETWORK = { ipv4: 16, ipv6: 32 };

type Sighting = Pick<Session, 'deviceKey' | 'userAgent' | 'ip'>;

/**
 * Whether a device was there before. One that has a push token is known by it, wherever it is; any other by its program
 * and system (versions come and go) in the same network.
 */
export function isKnown(device: Sighting, before: Sighting[]): boolean {
  if (device.deviceKey) return before.some(({ deviceKey }) => deviceKey?.equals(device.deviceKey!));
  const program = inWords(device.userAgent);
  return before.some(({ userAgent, ip }) => sameNetwork(ip, device.ip) && inWords(userAgent) === program);
}

function sameNetwork(one: string, other: string): boolean {
  if (one === other) return true;
  const family = isIP(one) === 4 ? 'ipv4' : 'ipv6';
  if (!isIP(one) || isIP(one) !== isIP(other)) return false;
  const network = new BlockList();
  network.addSubnet(one, NETWORK[family], family);
  return network.check(other, family);
}
