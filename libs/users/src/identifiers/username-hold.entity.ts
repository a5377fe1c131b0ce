import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/**
 * A username that no account has and none may take: it was chosen for a registration with a taken e-mail address. With
 * `REGISTRATION_PRIVACY=strict` it must look like one of a free address. A trigger on `users` enforces it.
 */
@Index('username_holds_user', ['userId'])
@ForeignKey('User', ['userId'], ['id'], { name: 'username_holds_user_id_fkey', onDelete: 'CASCADE' })
@Entity('username_holds')
export class UsernameHold {
  @PrimaryColumn('text', { name: 'username_key' }) usernameKey: string;
  /** The owner of the address, who may take the name. Null until the job of the registration has run. */
  @Column('uuid', { name: 'user_id', nullable: true }) userId: string | null;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
}
