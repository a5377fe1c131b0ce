import { ChoiceField, BooleanField, ResponseField, Rule, TextField, IntegerField } from '#platform';
import { ApiProperty } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { type Kind, kinds } from '../preferences/preferences';
import { urgencies, type Urgency } from '../providers/push-provider';
import { type SkipReason, skipReasons } from './choice.policy';
import { Data } from './notification-data';
import type { NewNotification } from './notification';
import type { Accepted, Recipient } from './notifications.service';

/** The most that one request may name. */
export const MAX_RECIPIENTS = 1000;
/** Four weeks: no provider keeps a message longer. */
const MAX_TTL = 2_419_200;
const DEFAULT_TTL = 86_400;
const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';

/** What is about security comes from this service alone, past all that people have switched off. */
export const senderKinds = kinds.filter((kind) => kind !== 'security');

/** What a service wants somebody to be told. */
export class NotificationRequest {
  @ChoiceField({
    optional: true,
    values: senderKinds,
    description: 'What it is about (`message`): people choose by it what they hear of.',
    example: 'mention',
  })
  kind?: Kind | null;

  @TextField({ max: 200, description: 'The first line.', example: 'Grace mentioned you' }) title: string;

  @TextField({
    optional: true,
    min: 0,
    max: 2000,
    multiline: true,
    description: 'What follows.',
    example: 'Could you look at the draft before noon?',
  })
  body?: string | null;

  @Data() data?: Record<string, string> | null;

  @ChoiceField({
    optional: true,
    values: urgencies,
    description: 'How much it may cost of a battery (`normal`). RFC 8030 §5.3.',
    example: 'high',
  })
  urgency?: Urgency | null;

  @IntegerField({
    optional: true,
    min: 0,
    max: MAX_TTL,
    description: 'Seconds after which it is worth nothing (a day). 0: now or never.',
    example: 3600,
  })
  ttl?: number | null;

  @TextField({
    optional: true,
    max: 64,
    description: 'Of those with the same one, a device that was away shows only the last.',
    example: 'room-general',
  })
  collapse_key?: string | null;

  @BooleanField({ optional: true, description: 'Nothing for whoever is online (`false`).', example: false })
  only_if_offline?: boolean | null;
}

export class NotificationBatch extends NotificationRequest {
  @ApiProperty({
    type: [String],
    format: 'uuid',
    minItems: 1,
    maxItems: MAX_RECIPIENTS,
    description: 'Whom to tell; the unknown are counted, and left out.',
    example: [id],
  })
  @Rule('required', (value) => (value === undefined || value === null ? 'This field is required.' : undefined))
  @Rule('invalid_type', (value) =>
    value === undefined || value === null || Array.isArray(value) ? undefined : 'This field must be a list.',
  )
  @Rule('invalid_length', (value) =>
    Array.isArray(value) && (value.length < 1 || value.length > MAX_RECIPIENTS)
      ? `Name 1 to ${MAX_RECIPIENTS} users.`
      : undefined,
  )
  @Rule('invalid_id', (value) =>
    Array.isArray(value) && !value.slice(0, MAX_RECIPIENTS).every((item) => isUUID(item))
      ? 'Each one must be an id (a UUID).'
      : undefined,
  )
  user_ids: string[];
}

export class TargetDeviceDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
}

export class SkippedDeviceDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ enum: skipReasons, description: 'Why it gets no push.', example: 'no_push_token' })
  reason: SkipReason;
}

export class AcceptedNotificationDto {
  @ResponseField({ format: 'uuid', description: 'Of the notification; devices get it too.', example: id }) id: string;
  @ResponseField({
    type: [TargetDeviceDto],
    description: 'Devices that get it, unless an open app of the user shows it.',
  })
  devices: TargetDeviceDto[];
  @ResponseField({ type: [SkippedDeviceDto] }) skipped: SkippedDeviceDto[];
}

export class AcceptedNotificationBatchDto {
  @ResponseField({ format: 'uuid', description: 'Of the notification; devices get it too.', example: id }) id: string;
  @ResponseField({ description: 'How many of the users there are.', example: 998 }) users: number;
  @ResponseField({ description: 'How many are not.', example: 2 }) unknown_users: number;
  @ResponseField({ description: 'How many devices get it.', example: 2310 }) devices: number;
  @ResponseField({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'How many devices do not, by reason.',
    example: { no_push_token: 41, switched_off: 3 },
  })
  skipped: Partial<Record<SkipReason, number>>;
}

export function fromBody(sender: string, body: NotificationRequest): NewNotification {
  return {
    sender,
    kind: body.kind ?? 'message',
    title: body.title,
    body: body.body ?? '',
    data: body.data ?? {},
    urgency: body.urgency ?? 'normal',
    ttl: body.ttl ?? DEFAULT_TTL,
    collapseKey: body.collapse_key ?? undefined,
    onlyIfOffline: body.only_if_offline ?? false,
  };
}

export function toAccepted(id: string, { devices, skipped }: Recipient): AcceptedNotificationDto {
  return { id, devices: devices.map((device) => ({ id: device })), skipped };
}

export function toBatchAccepted({ id, recipients }: Accepted, asked: number): AcceptedNotificationBatchDto {
  const skipped: Partial<Record<SkipReason, number>> = {};
  for (const { reason } of recipients.flatMap((recipient) => recipient.skipped))
    skipped[reason] = (skipped[reason] ?? 0) + 1;
  return {
    id,
    users: recipients.length,
    unknown_users: asked - recipients.length,
    devices: recipients.reduce((sum, { devices }) => sum + devices.length, 0),
    skipped,
  };
}
