import {
  ChoiceField,
  isNil,
  cursorParts,
  ObjectField,
  ResponseField,
  type Page,
  toPage,
  type PageQuery,
  parseCursor,
  Rule,
  TextField,
  msg,
} from '#platform';
import { deviceTypes, type DeviceType } from '#presence';
import { OmitType } from '@nestjs/swagger';
import { PushEdit, webPush } from './push.dto';
import type { Session } from './session.entity';
import { MAX_SESSIONS } from './session.repository';
import type { Tokens } from './tokens/token-pair.issuer';
import { type PushKind, pushKinds } from './push-address';
import { describeUserAgent } from './user-agent';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const time = '2026-11-23T09:30:00.000Z';

export class TokensDto implements Tokens {
  @ResponseField({
    description:
      'Access token: a JWT (RFC 9068), sent as `Authorization: Bearer`. Its claim `generation` is internal to this service.',
    example: 'eyJhbGciOiJFUzI1NiIs…',
  })
  access: string;
  @ResponseField({
    description: 'Refresh token: opaque, rotates at each use.',
    example: 'AQGYpvJMHn06m1cvbwwdjkEAAAAA…',
  })
  refresh: string;
  @ResponseField({ type: String, example: 'Bearer' })
  token_type: 'Bearer';
  @ResponseField({ description: 'The access token’s lifetime in seconds.', example: 600 })
  expires_in: number;
}

/** Where the refresh token is in a cookie. */
export class AccessTokenDto extends OmitType(TokensDto, ['refresh']) {}

export class SessionDeviceDto {
  @ResponseField({
    type: String,
    nullable: true,
    description: 'The name set by the device or its owner.',
    example: "John's phone",
  })
  name: string | null;
  @ResponseField({ enum: deviceTypes, nullable: true, type: String, example: 'ios' })
  type: DeviceType | null;
}

export class SessionDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ type: SessionDeviceDto }) device: SessionDeviceDto;
  @ResponseField({ description: 'Of the last refresh; empty once it was erased by age.', example: '203.0.113.7' })
  ip: string;
  @ResponseField({ description: 'In words.', example: 'Firefox on Linux' }) user_agent: string;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ format: 'date-time', example: time }) last_active_at: string;
  @ResponseField({ description: 'Whether it is the session of this request.', example: true }) current: boolean;
}

export class DeviceDto {
  @ResponseField({ format: 'uuid', description: 'The same as its session’s id.', example: id }) id: string;
  @ResponseField({ example: "John's phone" }) name: string;
  @ResponseField({ enum: deviceTypes, nullable: true, type: String, example: 'ios' }) type: DeviceType | null;
  @ResponseField({ description: 'Whether it receives pushes. The push address is never returned.', example: true })
  push_enabled: boolean;
  @ResponseField({
    enum: pushKinds,
    nullable: true,
    type: String,
    description: 'The push transport.',
    example: 'webpush',
  })
  push_kind: PushKind | null;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ format: 'date-time', example: time }) last_active_at: string;
  @ResponseField({ description: 'Whether it is the session of this request.', example: false }) current: boolean;
}

export class DeviceEdit {
  @TextField({ optional: true, max: 100, description: 'The name that its owner chose.', example: "John's phone" })
  name?: string | null;

  @ChoiceField({ optional: true, values: deviceTypes, description: 'Kind of device.', example: 'ios' })
  type?: DeviceType | null;

  @TextField({
    optional: true,
    max: 4096,
    description: 'FCM token, as at login; `null` removes it. The same as `push` with the kind `fcm`.',
    example: undefined,
    rules: [
      Rule('ambiguous', (value, edit) =>
        !isNil(value) && !isNil((edit as DeviceEdit).push) ? msg('faults.ambiguous.push') : undefined,
      ),
    ],
  })
  device_token?: string | null;

  @ObjectField({
    type: PushEdit,
    optional: true,
    description: 'The push address: an FCM token, or the Web Push subscription of a browser; `null` removes it.',
    example: webPush,
  })
  push?: PushEdit | null;
}

/** @param language of the words for a device that has no name */
export function toSessionDto(session: Session, currentId: string, language: string): SessionDto {
  return {
    id: session.id,
    device: { name: session.deviceName, type: session.deviceType },
    ip: session.ip,
    user_agent: describeUserAgent(session.userAgent, language),
    created_at: session.createdAt.toISOString(),
    last_active_at: session.lastActiveAt.toISOString(),
    current: session.id === currentId,
  };
}

/** @param language of the words for a device that has no name */
export function toDeviceDto(session: Session, currentId: string, language: string): DeviceDto {
  return {
    id: session.id,
    name: session.deviceName ?? describeUserAgent(session.userAgent, language),
    type: session.deviceType,
    push_enabled: session.pushToken !== null,
    push_kind: session.pushKind,
    created_at: session.createdAt.toISOString(),
    last_active_at: session.lastActiveAt.toISOString(),
    current: session.id === currentId,
  };
}

/** A page of a user's sessions; by default all of them. */
export async function sessionPage<Dto>(
  { limit = MAX_SESSIONS, cursor }: PageQuery,
  list: (limit: number, after: string[] | undefined) => Promise<Session[]>,
  toDto: (session: Session) => Dto,
): Promise<Page<Dto>> {
  const sessions = await list(limit + 1, parseCursor(cursor, [cursorParts.time, cursorParts.id]));
  return toPage(sessions, limit, ({ lastActiveAt, id }) => [lastActiveAt.toISOString(), id], toDto);
}
