import type { AuthenticationMethod } from '#auth';
import type { DeviceType } from '#presence';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PushKind } from './push-address';

/** A session is a device: it has the device's properties and its push token. */
@Index('sessions_push_token', { synchronize: false })
@Index('sessions_of_user', ['userId'])
@Index('sessions_one_per_push_token', ['deviceKey'], { unique: true, where: 'push_token IS NOT NULL' })
@Check('sessions_push_whole', '(push_token IS NULL) = (push_kind IS NULL)')
@Check('sessions_push_keys', "(push_keys IS NOT NULL) = coalesce(push_kind = 'webpush', false)")
@Check('sessions_push_token_hashed', 'push_token IS NULL OR device_key IS NOT NULL')
// By name: the users module is above this one.
@ForeignKey('User', ['userId'], ['id'], { name: 'sessions_user_id_fkey', onDelete: 'CASCADE' })
@Entity('sessions')
export class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  /** How often the refresh token has been rotated: the generation of the current one. */
  @Column('integer', { name: 'counter', default: 0 }) refreshGeneration: number;
  /** The newest generation of which a token was presented: its client has received the refresh response. */
  @Column('integer', { name: 'seen_generation', default: 0 }) acknowledgedGeneration: number;
  @Column('timestamp with time zone', { precision: 3, name: 'rotated_at', default: () => 'now()' }) rotatedAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'last_active_at', default: () => 'now()' })
  lastActiveAt: Date;
  /** When the user has last proved who they are. */
  @Column('timestamp with time zone', { precision: 3, name: 'authenticated_at', default: () => 'now()' })
  authenticatedAt: Date;
  /** How; the claim `amr`. */
  @Column('text', { array: true, name: 'authentication_methods', default: ['pwd'] })
  authenticationMethods: AuthenticationMethod[];
  /** Idle timeout, extended by each refresh. */
  @Column('timestamp with time zone', { precision: 3, name: 'refresh_expires_at' }) refreshExpiresAt: Date;
  /** Absolute timeout. */
  @Column('timestamp with time zone', { precision: 3, name: 'expires_at' }) expiresAt: Date;
  @Column('text') ip: string;
  /** From which the user signed in: a /24 of IPv4, a /64 of IPv6. `null` for sessions from before. */
  @Column('text', { nullable: true, select: false }) network: string | null;
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
  @Column('timestamp with time zone', { precision: 3, name: 'revoked_at', nullable: true }) revokedAt: Date | null;
  @Column('text', { name: 'revoked_reason', nullable: true }) revokedReason: string | null;
  /** When its owner reported that they did not start it. */
  @Column('timestamp with time zone', { precision: 3, name: 'disowned_at', nullable: true, select: false })
  disownedAt: Date | null;
}
