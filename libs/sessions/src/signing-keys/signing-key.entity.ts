import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PublicJwk } from './key-pair';

@Entity('signing_keys')
export class SigningKey {
  /** The key's thumbprint. @see RFC 7638 */
  @PrimaryColumn('text') kid: string;
  @Column('jsonb', { name: 'public_jwk' }) publicJwk: PublicJwk;
  @Column('text', { name: 'sealed_private_key' }) sealedPrivateKey: string;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  /** When it starts to sign; before that it is only published, so that verifiers know it in time. */
  @Column('timestamp with time zone', { precision: 3, name: 'active_at', default: () => 'now()' }) activeAt: Date;
  /** When it leaves the key set: every token that it has signed has expired. */
  @Column('timestamp with time zone', { precision: 3, name: 'retires_at', nullable: true }) retiresAt: Date | null;
}
