import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What moderators write about a user for each other. */
@Index('user_notes_user', ['userId', 'id'])
@Index('user_notes_author', ['authorId'])
@ForeignKey('User', ['userId'], ['id'], { name: 'user_notes_user_id_fkey', onDelete: 'CASCADE' })
@ForeignKey('User', ['authorId'], ['id'], { name: 'user_notes_author_id_fkey', onDelete: 'SET NULL' })
@Entity('user_notes')
export class UserNote {
  /** UUIDv7, so that ids sort by time. */
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'user_id' }) userId: string;
  /** `null` if the author's account was deleted. */
  @Column('uuid', { name: 'author_id', nullable: true }) authorId: string | null;
  @Column('text') text: string;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
}
