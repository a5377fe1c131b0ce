import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';

/** A service may have several, so that a secret can be rotated without an outage. */
@Entity('service_secrets')
export class ServiceSecret {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'service_id' }) serviceId: string;
  @Column('bytea', { select: false }) hash: Buffer;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt: Date | null;
  /** To the hour. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
  /** By name, since `Service` imports this file. */
  @ManyToOne('Service', 'secrets')
  @JoinColumn({ name: 'service_id' })
  service: unknown;
}
