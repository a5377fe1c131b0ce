import { PreserveKeys, type RuleViolation, isNil, Rule, msg } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';

const MAX_KEYS = 32;
/** Bytes. Providers accept 4 kB; the rest is for names, ids and encryption. */
const MAX_BYTES = 3000;
const KEY = /^[a-z][a-z0-9_]{0,63}$/;
/** What FCM keeps for itself, and what is added here. */
const RESERVED = /^(from|message_type|collapse_key|notification_id|kind|(google|gcm).*)$/;

const codes = ['invalid_type', 'too_many_keys', 'invalid_key', 'invalid_value', 'too_large'] as const;

/** What goes to the app beside the words: a flat object of texts, as FCM wants it. */
export const NotificationData = () =>
  applyDecorators(
    PreserveKeys(),
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: { type: 'string' },
      nullable: true,
      description: `For the app: up to ${MAX_KEYS} texts by name. With title and body at most ${MAX_BYTES} bytes.`,
      example: { room_id: 'general' },
    }),
    ...codes.map((code) =>
      Rule(code, (value, body) => faultsOf(value, body).find((fault) => fault.code === code)?.message),
    ),
  );

function faultsOf(value: unknown, { title, body }: { title?: unknown; body?: unknown }): RuleViolation[] {
  if (!isNil(value) && (typeof value !== 'object' || Array.isArray(value)))
    return [{ code: 'invalid_type', message: msg('faults.invalid_type.object') }];
  const entries = Object.entries(value ?? {});
  const faults: RuleViolation[] = [];
  if (entries.length > MAX_KEYS)
    faults.push({ code: 'too_many_keys', message: msg('faults.too_many_keys', { max: MAX_KEYS }) });
  const badKey = entries.find(([key]) => !KEY.test(key) || RESERVED.test(key));
  if (badKey)
    faults.push({
      code: 'invalid_key',
      message: msg('faults.invalid_key.data', { pattern: KEY.source, key: badKey[0].slice(0, 80) }),
    });
  const badValue = entries.find(([, text]) => typeof text !== 'string' || text.includes('\0'));
  if (badValue)
    faults.push({
      code: 'invalid_value',
      message: msg('faults.invalid_value.text', { key: badValue[0].slice(0, 80) }),
    });
  if (Buffer.byteLength(JSON.stringify({ title, body, data: value })) > MAX_BYTES)
    faults.push({
      code: 'too_large',
      message: msg('faults.too_large', { max: MAX_BYTES }),
    });
  return faults;
}
