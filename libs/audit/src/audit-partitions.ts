import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Makes the partitions of the log some time before entries need them. */
@Injectable()
export class AuditPartitions implements OnApplicationBootstrap {
  private readonly logger = new Logger('AuditPartitions');

  constructor(private readonly database: DataSource) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.add().catch((error: unknown) => {
      // Maintenance tries again. Until then the default partition takes entries.
      this.logger.warn({ msg: 'partitions of the audit log could not be made yet', err: error });
    });
  }

  /** @returns how many were made */
  async add(): Promise<number> {
    const [{ made }] = await this.database.query('SELECT audit_add_partitions() AS made');
    return made;
  }
}
