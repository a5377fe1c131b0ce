import { databaseClock, hashOfToken } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, LessThan } from 'typeorm';
import { Invitation } from './invitation.entity';

/** For as long after their end the list has them. */
const KEPT_AFTER_EXPIRY = "interval '90 days'";

@Injectable()
export class InvitationsRepository {
  constructor(private readonly database: DataSource) {}

  /** The newest first: ids are UUIDv7. @param before id of the last one of the page before */
  findPage(limit: number, before?: string): Promise<Invitation[]> {
    return this.database.getRepository(Invitation).find({
      where: before === undefined ? {} : { id: LessThan(before) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Sent or accepted by the user; the oldest first. */
  findByUser(userId: string): Promise<Invitation[]> {
    return this.database
      .getRepository(Invitation)
      .find({ where: [{ invitedBy: userId }, { acceptedBy: userId }], order: { id: 'ASC' } });
  }

  findByToken(token: string, manager: EntityManager = this.database.manager): Promise<Invitation | null> {
    return manager.findOneBy(Invitation, { hash: hashOfToken(token) });
  }

  /** Locks the row for the rest of the transaction. */
  lockById(manager: EntityManager, id: string): Promise<Invitation | null> {
    return manager.findOne(Invitation, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** The one of the mailbox that was neither accepted nor revoked. Locks the row. */
  lockOpenOf(manager: EntityManager, emailKey: string): Promise<Invitation | null> {
    const where = { emailKey, acceptedAt: IsNull(), revokedAt: IsNull() };
    return manager.findOne(Invitation, { where, lock: { mode: 'pessimistic_write' } });
  }

  async insert(manager: EntityManager, invitation: Invitation): Promise<void> {
    await manager.insert(Invitation, invitation);
  }

  async revoke(manager: EntityManager, id: string): Promise<void> {
    await manager.update(Invitation, { id }, { revokedAt: databaseClock.date() });
  }

  async accept(manager: EntityManager, id: string, userId: string): Promise<void> {
    await manager.update(Invitation, { id }, { acceptedAt: databaseClock.date(), acceptedBy: userId });
  }

  async purge(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      `DELETE FROM invitations WHERE expires_at < now() - ${KEPT_AFTER_EXPIRY}`,
    );
    return deleted;
  }
}
