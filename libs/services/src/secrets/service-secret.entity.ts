import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';

/** A service may have several, so that a secret can be rotated without an outage. */
@Index('service_secrets_service', ['serviceId', 'createdAt'])
@Entity('service_secrets')
export class ServiceSecret {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'service_id' }) serviceId: string;
  @Column('bytea', { select: false }) hash: Buffer;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'expires_at', nullable: true }) expiresAt: Date | null;
  /** To the hour. */
  @Column('timestamp with time zone', { precision: 3, name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
  /** By name, since `Service` imports this file. */
  @ManyToOne('Service', 'secrets', { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'service_id', foreignKeyConstraintName: 'service_secrets_service_id_fkey' })
  service: unknown;
}
