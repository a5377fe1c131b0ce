import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A WebAuthn credential record. @see WebAuthn Level 3 §4 */
@Index('passkeys_user', ['userId'])
@Index('passkeys_credential_id', ['credentialId'], { unique: true })
@ForeignKey('User', ['userId'], ['id'], { name: 'passkeys_user_id_fkey', onDelete: 'CASCADE' })
@Entity('passkeys')
export class Passkey {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('bytea', { name: 'credential_id' }) credentialId: Buffer;
  /** COSE. */
  @Column('bytea', { name: 'public_key' }) publicKey: Buffer;
  /** The signature counter of the last assertion; 0 for ever with authenticators that do not count. */
  @Column('bigint') counter: string;
  /** How the browser reaches the authenticator, such as `internal`, `hybrid`, `usb`. */
  @Column('text', { array: true }) transports: string[];
  /** Whether its provider may keep a copy of it. It never changes. */
  @Column('boolean', { name: 'backup_eligible' }) backupEligible: boolean;
  /** Whether there is a copy now. */
  @Column('boolean', { name: 'backed_up' }) backedUp: boolean;
  @Column('text') name: string;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
}
