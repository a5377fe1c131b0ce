import { ChoiceField, TextField } from '#platform';
import { deviceTypes, type DeviceType } from '#presence';
import { type Device, type PushAddress, type SessionTransport, SessionTransportField } from '#sessions';

/** Optional fields about the device that signs in, and how it keeps its session. */
export class DeviceFields {
  @TextField({
    optional: true,
    max: 4096,
    description: 'Push token. A login with the same one replaces the session that had it.',
    example: 'fcm-token-123',
  })
  device_token?: string | null;

  @ChoiceField({ optional: true, values: deviceTypes, description: 'Kind of device.', example: 'ios' })
  device_type?: DeviceType | null;

  @TextField({ optional: true, max: 100, description: 'The name that its owner chose.', example: "John's phone" })
  device_name?: string | null;

  @SessionTransportField() session?: SessionTransport | null;
}

export function toDevice({ device_token, device_type, device_name }: DeviceFields): Device {
  const push: PushAddress | null = device_token ? { kind: 'fcm', token: device_token } : null;
  // CollabSphere's clients send a push token without a type from the browser.
  return { push, type: device_type ?? (push ? 'web' : null), name: device_name };
}
