import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Makes the partitions of the events, one for each day, ahead of time; drops those whose events have all expired. */
@Injectable()
export class AuthorizationEventPartitions implements OnApplicationBootstrap {
  private readonly logger = new Logger('AuthorizationEventPartitions');

  constructor(private readonly database: DataSource) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.add().catch((error: unknown) => {
      // Maintenance tries again. Until then the default partition takes events.
      this.logger.warn({ msg: 'partitions of the authorization events could not be made yet', err: error });
    });
  }

  /** @returns how many were made */
  async add(): Promise<number> {
    const [{ made }] = await this.database.query('SELECT authorization_events_add_partitions() AS made');
    return made;
  }

  /** @returns how many events these were; `undefined` while another process does it */
  async dropExpired(): Promise<number | undefined> {
    const [{ removed }] = await this.database.query('SELECT authorization_events_drop_expired() AS removed');
    return removed === null ? undefined : Number(removed);
  }
}
