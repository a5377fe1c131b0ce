import { type AuthorizationEvent, AuthorizationState } from '#auth';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type EntitySubscriberInterface } from 'typeorm';

const PENDING = 'authorizationEvents';

/**
 * Records events that contradict issued tokens. They are written in the transaction of the change (a trigger NOTIFYs all
 * other processes), and applied to this process's memory when the transaction has committed, before the response is sent.
 */
@Injectable()
export class AuthorizationEventRecorder implements EntitySubscriberInterface {
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

  /** For events that a statement of the transaction has written itself. */
  applyAfterCommit(manager: EntityManager, rows: { event: AuthorizationEvent }[]): void {
    const pending = ((manager.queryRunner!.data as Record<string, unknown>)[PENDING] ??= []) as AuthorizationEvent[];
    pending.push(...rows.map(({ event }) => event));
  }

  afterTransactionCommit({ queryRunner }: { queryRunner: { data: Record<string, unknown> } }): void {
    const pending = (queryRunner.data[PENDING] ?? []) as AuthorizationEvent[];
    delete queryRunner.data[PENDING];
    for (const event of pending) this.state.apply(event);
  }

  afterTransactionRollback({ queryRunner }: { queryRunner: { data: Record<string, unknown> } }): void {
    delete queryRunner.data[PENDING];
  }
}
