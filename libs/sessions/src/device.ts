import type { PushAddress } from './push-address';
import type { DeviceType } from './session.entity';

/** What a client says about its device. */
export interface Device {
  push?: PushAddress | null;
  type?: DeviceType | null;
  name?: string | null;
}
