import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PushKind } from './push-address';

export const deviceTypes = ['web', 'ios', 'android', 'desktop'] as const;
export type DeviceType = (typeof deviceTypes)[number];

/** A session is a device: it has the device's properties and its push token. */
@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  /** How often the refresh token has been rotated: the generation of the current one. */
  @Column('integer') counter: number;
  /** The newest generation of which a token was presented: its client has received the refresh response. */
  @Column('integer', { name: 'seen_generation' }) seenGeneration: number;
  @Column('timestamptz', { name: 'rotated_at' }) rotatedAt: Date;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'last_active_at' }) lastActiveAt: Date;
  /** Idle timeout, extended by each refresh. */
  @Column('timestamptz', { name: 'refresh_expires_at' }) refreshExpiresAt: Date;
  /** Absolute timeout. */
  @Column('timestamptz', { name: 'expires_at' }) expiresAt: Date;
  @Column('text') ip: string;
  @Column('text', { name: 'user_agent' }) userAgent: string;
  @Column('text', { name: 'device_name', nullable: true }) deviceName: string | null;
  @Column('text', { name: 'device_type', nullable: true }) deviceType: DeviceType | null;
  /** An FCM token, or the endpoint of a Web Push subscription. */
  @Column('text', { name: 'push_token', nullable: true }) pushToken: string | null;
  @Column('text', { name: 'push_kind', nullable: true }) pushKind: PushKind | null;
  /** Keys of a Web Push subscription, encrypted. */
  @Column('text', { name: 'push_keys', nullable: true, select: false }) pushKeys: string | null;
  /** SHA-256 of the last push token; kept when the token is cleared, so that the device is recognized again. */
  @Column('bytea', { name: 'device_key', nullable: true, select: false }) deviceKey: Buffer | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt: Date | null;
  @Column('text', { name: 'revoked_reason', nullable: true }) revokedReason: string | null;
}
