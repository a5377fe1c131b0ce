import type { DeviceType } from '#presence';
import type { PushAddress } from './push-address';

/** What a client says about its device. */
export interface Device {
  push?: PushAddress | null;
  type?: DeviceType | null;
  name?: string | null;
}
