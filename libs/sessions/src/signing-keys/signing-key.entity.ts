import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PublicJwk } from './key-pair';

@Entity('signing_keys')
export class SigningKey {
  /** The key's thumbprint. @see RFC 7638 */
  @PrimaryColumn('text') kid: string;
  @Column('jsonb', { name: 'public_jwk' }) publicJwk: PublicJwk;
  @Column('text', { name: 'sealed_private_key' }) sealedPrivateKey: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  /** When it starts to sign; before that it is only published, so that verifiers know it in time. */
  @Column('timestamptz', { name: 'active_at' }) activeAt: Date;
  /** When it leaves the key set: every token that it has signed has expired. */
  @Column('timestamptz', { name: 'retires_at', nullable: true }) retiresAt: Date | null;
}
