import { ChoiceField, ResponseField, IdListField, TextField, DateTimeField } from '#platform';
import { Transform } from 'class-transformer';
import { type DeviceType, deviceTypes } from './device-type';
import {
  type ManualStatusValue,
  manualStatusValues,
  type OwnPresence,
  type Presence,
  type ManualStatus,
} from './presence';

/** Per REST request. */
const MAX_USERS_PER_QUERY = 100;
const MAX_TEXT_LENGTH = 140;

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const time = '2026-11-23T09:30:00.000Z';
const statuses = ['online', 'away', 'dnd', 'offline', 'unknown'] as const;

/** A user as others see them. Also the payload of the event `presence`. */
export class PresenceDto {
  @ResponseField({ format: 'uuid', example: id }) user_id: string;
  @ResponseField({ description: 'Reachable: `online`, `away` or `dnd`.', example: true }) is_online: boolean;
  @ResponseField({
    enum: statuses,
    description: '`unknown`: presence is unavailable at the moment.',
    example: 'online',
  })
  status: (typeof statuses)[number];
  @ResponseField({
    type: String,
    nullable: true,
    description: 'The text that the user has set.',
    example: 'In a meeting',
  })
  text: string | null;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: time }) last_seen: string | null;
  @ResponseField({
    enum: deviceTypes,
    isArray: true,
    description: 'Types of the connected devices, without duplicates.',
    example: ['ios', 'web'],
  })
  devices: DeviceType[];
}

const ownStatuses = [...statuses, 'invisible'] as const;

/** A user as they see themself. */
export class OwnPresenceDto {
  @ResponseField({ format: 'uuid', example: id }) user_id: string;
  @ResponseField({ description: 'Reachable for others.', example: true }) is_online: boolean;
  @ResponseField({ enum: ownStatuses, example: 'dnd' }) status: (typeof ownStatuses)[number];
  @ResponseField({ type: String, nullable: true, example: 'In a meeting' }) text: string | null;
  @ResponseField({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the manual status expires; `null` if it does not.',
    example: time,
  })
  until: string | null;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: time }) last_seen: string | null;
  @ResponseField({ enum: deviceTypes, isArray: true, example: ['ios', 'web'] }) devices: DeviceType[];
}

/** `user_ids=a,b`, `user_ids=a&user_ids=b`, or both. */
const fromQuery = ({ value }: { value: unknown }) =>
  value === undefined ? undefined : [value].flat().flatMap((part) => String(part).split(','));

export class PresenceQuery {
  @Transform(fromQuery)
  @IdListField({
    max: MAX_USERS_PER_QUERY,
    description: 'Ids, comma-separated or as a repeated parameter.',
    example: [id],
  })
  user_ids: string[];
}

export class UserIds {
  @IdListField({ description: 'Ids of the users to watch or unwatch.', example: [id] })
  user_ids: string[];
}

export class StatusEdit {
  @ChoiceField({
    values: manualStatusValues,
    description: '`online` clears the manual status; an `invisible` user appears offline to others.',
    example: 'dnd',
  })
  status: ManualStatusValue;

  @TextField({
    optional: true,
    max: MAX_TEXT_LENGTH,
    description: 'A short text shown with the status.',
    example: 'In a meeting',
  })
  text?: string | null;

  @DateTimeField({ optional: true, future: true, description: 'When it expires.', example: time })
  until?: string | null;
}

export class TokenMessage {
  @TextField({ max: 8192, description: 'A fresh access token of the same session.', example: 'eyJhbGciOiJFUzI1NiIs…' })
  token: string;
}

export function toPresenceDto({ userId, isOnline, status, text, lastSeen, devices }: Presence): PresenceDto {
  return { user_id: userId, is_online: isOnline, status, text, last_seen: timeOf(lastSeen), devices };
}

export function toOwnPresenceDto(own: OwnPresence): OwnPresenceDto {
  const { userId, isOnline, status, text, lastSeen, devices, manualStatus } = own;
  return {
    user_id: userId,
    is_online: isOnline,
    status,
    text,
    until: timeOf(manualStatus?.until ?? null),
    last_seen: timeOf(lastSeen),
    devices,
  };
}

export function toManualStatus({ status, text, until }: StatusEdit): ManualStatus {
  return { status, text: text ?? null, until: until ? Date.parse(until) : null };
}

const timeOf = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds).toISOString());
