import { ChoiceField, BooleanField, Rule, TextField, IntegerField, msg } from '#platform';
import { ApiProperty } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { type NotificationKind, notificationKinds } from '../preferences/preferences';
import { urgencies, type Urgency } from '../providers/push-provider';
import { NotificationData } from './notification-data';
import type { NewNotification } from './notification';

/** The most that one request may name. */
export const MAX_RECIPIENTS = 1000;
/** Four weeks: no provider keeps a message longer. */
const MAX_TTL = 2_419_200;
const DEFAULT_TTL = 86_400;
const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';

/** `security` is reserved for this service: users can't switch all of its channels off. */
export const senderKinds = notificationKinds.filter((kind) => kind !== 'security');

/** A notification from a service. */
export class NotificationRequest {
  @ChoiceField({
    optional: true,
    values: senderKinds,
    description: 'The kind of notification, such as `message`. Users set their preferences by kind.',
    example: 'mention',
  })
  kind?: NotificationKind | null;

  @TextField({ max: 200, description: 'The title of the notification.', example: 'Grace mentioned you' }) title: string;

  @TextField({
    optional: true,
    min: 0,
    max: 2000,
    multiline: true,
    description: 'What follows.',
    example: 'Could you look at the draft before noon?',
  })
  body?: string | null;

  @NotificationData() data?: Record<string, string> | null;

  @ChoiceField({
    optional: true,
    values: urgencies,
    description: 'The urgency of RFC 8030 §5.3; the default is `normal`.',
    example: 'high',
  })
  urgency?: Urgency | null;

  @IntegerField({
    optional: true,
    min: 0,
    max: MAX_TTL,
    description:
      'Seconds after which it expires; the default is a day. 0: it is dropped unless it can be delivered at once.',
    example: 3600,
  })
  ttl?: number | null;

  @TextField({
    optional: true,
    max: 64,
    description: 'Of notifications with the same key, a device that was not connected shows only the last.',
    example: 'room-general',
  })
  collapse_key?: string | null;

  @BooleanField({
    optional: true,
    description: 'Sends nothing to users who are online; the default is `false`.',
    example: false,
  })
  only_if_offline?: boolean | null;
}

export class NotificationBatch extends NotificationRequest {
  @ApiProperty({
    type: [String],
    format: 'uuid',
    minItems: 1,
    maxItems: MAX_RECIPIENTS,
    description: 'The recipients. Unknown ids are counted and skipped.',
    example: [id],
  })
  @Rule('required', (value) => (value === undefined || value === null ? msg('faults.required') : undefined))
  @Rule('invalid_type', (value) =>
    value === undefined || value === null || Array.isArray(value) ? undefined : msg('faults.invalid_type.list'),
  )
  @Rule('invalid_length', (value) =>
    Array.isArray(value) && (value.length < 1 || value.length > MAX_RECIPIENTS)
      ? msg('faults.invalid_length.users', { max: MAX_RECIPIENTS })
      : undefined,
  )
  @Rule('invalid_id', (value) =>
    Array.isArray(value) && !value.slice(0, MAX_RECIPIENTS).every((item) => isUUID(item))
      ? msg('faults.invalid_id.each')
      : undefined,
  )
  user_ids: string[];
}

export function toNewNotification(sender: string, body: NotificationRequest): NewNotification {
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
