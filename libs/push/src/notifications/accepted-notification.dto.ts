import { ResponseField } from '#platform';
import type { AcceptedNotification, Recipient } from './notifications.service';
import { type SkipReason, skipReasons } from './target-selection.policy';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';

export class TargetDeviceDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
}

export class SkippedDeviceDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ enum: skipReasons, description: 'Why it receives no push.', example: 'no_push_token' })
  reason: SkipReason;
}

export class AcceptedNotificationDto {
  @ResponseField({ format: 'uuid', description: 'Id of the notification; devices receive it too.', example: id })
  id: string;
  @ResponseField({
    type: [TargetDeviceDto],
    description: 'Devices that receive it, unless an open app of the user shows it.',
  })
  devices: TargetDeviceDto[];
  @ResponseField({ type: [SkippedDeviceDto] }) skipped: SkippedDeviceDto[];
}

export class AcceptedNotificationBatchDto {
  @ResponseField({ format: 'uuid', description: 'Id of the notification; devices receive it too.', example: id })
  id: string;
  @ResponseField({ description: 'How many of the users exist.', example: 998 }) users: number;
  @ResponseField({ description: 'How many do not exist.', example: 2 }) unknown_users: number;
  @ResponseField({ description: 'How many devices receive it.', example: 2310 }) devices: number;
  @ResponseField({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'How many devices do not receive it, by reason.',
    example: { no_push_token: 41, switched_off: 3 },
  })
  skipped: Partial<Record<SkipReason, number>>;
}

export function toAcceptedDto(id: string, { devices, skipped }: Recipient): AcceptedNotificationDto {
  return { id, devices: devices.map((device) => ({ id: device })), skipped };
}

export function toAcceptedBatchDto(
  { id, recipients }: AcceptedNotification,
  requested: number,
): AcceptedNotificationBatchDto {
  const skipped: Partial<Record<SkipReason, number>> = {};
  for (const { reason } of recipients.flatMap((recipient) => recipient.skipped))
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  return {
    id,
    users: recipients.length,
    unknown_users: requested - recipients.length,
    devices: recipients.reduce((sum, { devices }) => sum + devices.length, 0),
    skipped,
  };
}
