import { BlockList, isIP } from 'node:net';
import type { Session } from './session.entity';
import { describeUserAgent } from './user-agent';

/** Bits of an address that usually stay the same at one place; providers assign addresses within them. */
const NETWORK_BITS = { ipv4: 16, ipv6: 32 };

type DeviceFingerprint = Pick<Session, 'deviceKey' | 'userAgent' | 'ip'>;

/**
 * Whether a device is among the earlier ones. A device with a push token is recognized by it; any other by its browser
 * and operating system (without versions) in the same network.
 */
export function isKnownDevice(device: DeviceFingerprint, before: DeviceFingerprint[]): boolean {
  if (device.deviceKey) return before.some(({ deviceKey }) => deviceKey?.equals(device.deviceKey!));
  const program = describeUserAgent(device.userAgent);
  return before.some(({ userAgent, ip }) => isSameNetwork(ip, device.ip) && describeUserAgent(userAgent) === program);
}

function isSameNetwork(one: string, other: string): boolean {
  if (one === other) return true;
  const family = isIP(one) === 4 ? 'ipv4' : 'ipv6';
  if (!isIP(one) || isIP(one) !== isIP(other)) return false;
  const network = new BlockList();
  network.addSubnet(one, NETWORK_BITS[family], family);
  return network.check(other, family);
}
