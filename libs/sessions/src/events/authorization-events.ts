import { type AuthorizationEvent, AuthorizationState } from '#auth';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type EntitySubscriberInterface } from 'typeorm';

const PENDING = 'authorizationEvents';

/**
 * Events that contradict tokens which are out. Written in the transaction of the change (a trigger NOTIFYs every other
 * process), and applied to this process's own memory the moment that transaction has committed, so that the very next
 * request knows.
 */
@Injectable()
export class AuthorizationEvents implements EntitySubscriberInterface {
  constructor(
    database: DataSource,
    private readonly state: AuthorizationState,
  ) {
    database.subscribers.push(this);
  }

  async record(manager: EntityManager, type: AuthorizationEvent['type'], payload: object): Promise<void> {
    const rows = await manager.query(
      `INSERT INTO authorization_events AS event (type, payload)
       VALUES ($1, $2) RETURNING authorization_event_json(event) AS event`,
      [type, payload],
    );
    this.applyAfterCommit(manager, rows);
  }

  /** What a statement inside the transaction has written; it is applied if the transaction commits. */
  applyAfterCommit(manager: EntityManager, rows: { event: AuthorizationEvent }[]): void {
    const held = ((manager.queryRunner!.data as Record<string, unknown>)[PENDING] ??= []) as AuthorizationEvent[];
    held.push(...rows.map(({ event }) => event));
  }

  afterTransactionCommit({ queryRunner }: { queryRunner: { data: Record<string, unknown> } }): void {
    const held = (queryRunner.data[PENDING] ?? []) as AuthorizationEvent[];
    delete queryRunner.data[PENDING];
    for (const event of held) this.state.apply(event);
  }

  afterTransactionRollback({ queryRunner }: { queryRunner: { data: Record<string, unknown> } }): void {
    delete queryRunner.data[PENDING];
  }
}
