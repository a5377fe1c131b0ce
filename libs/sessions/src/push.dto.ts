import { ECDH } from 'node:crypto';
import { ChoiceField, isNil, ObjectField, Rule, TextField, msg, type RuleResult } from '#platform';
import { IsOptional } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';

const kinds = ['fcm', 'webpush'] as const;

export const webPush = {
  kind: 'webpush',
  subscription: {
    endpoint: 'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABh',
    keys: {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    },
  },
};

/** @see RFC 8291 §2 */
export class WebPushSubscriptionKeys {
  @TextField({
    max: 100,
    description: 'Public key of the browser: an uncompressed point of P-256, in base64url.',
    example: webPush.subscription.keys.p256dh,
    rules: [Rule('invalid_key', (value) => (isPoint(value) ? undefined : msg('faults.invalid_key.p256')))],
  })
  p256dh: string;

  @TextField({
    max: 30,
    description: 'Authentication secret: 16 bytes in base64url.',
    example: webPush.subscription.keys.auth,
    rules: [Rule('invalid_key', (value) => (isSecret(value) ? undefined : msg('faults.invalid_key.secret')))],
  })
  auth: string;
}

/** As a browser's `subscription.toJSON()` gives it. @see https://www.w3.org/TR/push-api/#pushsubscription-interface */
export class WebPushSubscription {
  @TextField({
    max: 2048,
    description: 'The push service’s endpoint: https, a public address.',
    example: webPush.subscription.endpoint,
  })
  endpoint: string;

  @IsOptional()
  @ApiProperty({
    type: 'number',
    required: false,
    nullable: true,
    description: 'Ignored; the push service reports an expired endpoint.',
    example: null,
  })
  expirationTime?: number | null;

  @ObjectField({
    type: WebPushSubscriptionKeys,
    description: 'The keys for the encryption of messages.',
    example: webPush.subscription.keys,
  })
  keys: WebPushSubscriptionKeys;
}

/** Push address of a device. */
export class PushEdit {
  @ChoiceField({ values: kinds, description: 'The kind of push provider.', example: webPush.kind })
  kind: (typeof kinds)[number];

  @TextField({ optional: true, max: 4096, description: 'The FCM token; only for the kind `fcm`.', example: undefined })
  @Rule('required', (value, push) => missingFor('fcm', value, push))
  token?: string | null;

  @ObjectField({
    type: WebPushSubscription,
    optional: true,
    description: 'The browser’s subscription; only for the kind `webpush`.',
    example: webPush.subscription,
  })
  @Rule('required', (value, push) => missingFor('webpush', value, push))
  subscription?: WebPushSubscription | null;
}

function missingFor(kind: string, value: unknown, push: object): RuleResult {
  return (push as PushEdit).kind === kind && isNil(value) ? msg('faults.required') : undefined;
}

function isPoint(text: unknown): boolean {
  const bytes = Buffer.from(String(text), 'base64url');
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  try {
    ECDH.convertKey(bytes, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

function isSecret(text: unknown): boolean {
  return Buffer.from(String(text), 'base64url').length === 16;
}
