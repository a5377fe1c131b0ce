import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

export const invitationStates = ['pending', 'accepted', 'expired', 'revoked'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** An invitation of an address. It is deleted with the account of the inviter, and with the account that it became. */
@Index('invitations_pending', ['emailKey'], {
  unique: true,
  where: '((accepted_at IS NULL) AND (revoked_at IS NULL))',
})
@Index('invitations_expires_at', ['expiresAt'])
@Index('invitations_invited_by', ['invitedBy'])
@Index('invitations_accepted_by', ['acceptedBy'])
@Index('invitations_role_id', ['roleId'])
@Unique('invitations_hash_key', ['hash'])
@ForeignKey('User', ['invitedBy'], ['id'], { name: 'invitations_invited_by_fkey', onDelete: 'CASCADE' })
@ForeignKey('User', ['acceptedBy'], ['id'], { name: 'invitations_accepted_by_fkey', onDelete: 'CASCADE' })
@ForeignKey('Role', ['roleId'], ['id'], { name: 'invitations_role_id_fkey', onDelete: 'SET NULL' })
@Entity('invitations')
export class Invitation {
  @PrimaryColumn('uuid') id: string;
  /** SHA-256 of the token: 256 random bits need no salt. */
  @Column('bytea', { select: false }) hash: Buffer;
  /** As the inviter typed it; the link was mailed to it. */
  @Column('text') email: string;
  @Column('text', { name: 'email_key' }) emailKey: string;
  /** Beside the default role. */
  @Column('uuid', { name: 'role_id', nullable: true }) roleId: string | null;
  /** When it was invited to; still set after the role was deleted. */
  @Column('text', { name: 'role_name', nullable: true }) roleName: string | null;
  @Column('text', { nullable: true }) message: string | null;
  @Column('uuid', { name: 'invited_by' }) invitedBy: string;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'expires_at' }) expiresAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'accepted_at', nullable: true }) acceptedAt: Date | null;
  @Column('uuid', { name: 'accepted_by', nullable: true }) acceptedBy: string | null;
  @Column('timestamp with time zone', { precision: 3, name: 'revoked_at', nullable: true }) revokedAt: Date | null;

  stateAt(now: Date): InvitationState {
    if (this.acceptedAt) return 'accepted';
    if (this.revokedAt && this.revokedAt < this.expiresAt) return 'revoked';
    if (this.expiresAt <= now) return 'expired';
    return this.lacksRole() ? 'revoked' : 'pending';
  }

  /** The role was deleted. */
  lacksRole(): boolean {
    return this.roleName !== null && this.roleId === null;
  }
}
