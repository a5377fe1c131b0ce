import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What moderators write about a user for each other. */
@Index('user_notes_user', ['userId', 'id'])
@Index('user_notes_author', ['authorId'])
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
