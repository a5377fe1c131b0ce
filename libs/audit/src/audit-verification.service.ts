import { JobHandlers, JobQueue, type RequestMetadata } from '#platform';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditLog } from './audit-log.service';
import { AuditChain } from './audit-chain';
import { readAnchor } from './audit-anchor';
import { AuditVerificationRow } from './audit-verification.entity';
import { appendPending } from './pending/append-pending';

const VERIFY = 'verify_audit_log';
const ATTEMPTS = 3;

export interface ChainState {
  entries: number;
  firstEntry: number;
  /** SHA-256 of the newest entry, in hex. */
  head: string;
  verification: AuditVerificationRow | null;
}

/** The state of the chain, and its verification by a job: a long log takes minutes. */
@Injectable()
export class AuditVerification implements OnModuleInit {
  private readonly logger = new Logger('AuditVerification');

  constructor(
    private readonly database: DataSource,
    private readonly chain: AuditChain,
    private readonly jobs: JobQueue,
    private readonly handlers: JobHandlers,
    private readonly audit: AuditLog,
  ) {}

  onModuleInit(): void {
    this.handlers.register(VERIFY, () => this.run());
  }

  async read(): Promise<ChainState> {
    await appendPending(this.database);
    const [head] = await this.database.query<{ seq: string; hash: Buffer }[]>('SELECT seq, hash FROM audit_head');
    const anchor = await readAnchor(this.database.manager);
    const verification = await this.database.manager.findOneBy(AuditVerificationRow, { single: true });
    return {
      entries: Number(head!.seq) - anchor.seq,
      firstEntry: anchor.seq + 1,
      head: head!.hash.toString('hex'),
      verification,
    };
  }

  /**
   * Part of the caller's transaction. Of several requests one verification comes, which begins after the last of them.
   */
  async request(manager: EntityManager, actorId: string, metadata: RequestMetadata): Promise<void> {
    await manager.query(
      `INSERT INTO audit_verification (requested_at) VALUES (now())
       ON CONFLICT (single) DO UPDATE SET requested_at = excluded.requested_at`,
    );
    await this.jobs.add(manager, { task: VERIFY, payload: {}, key: VERIFY, attempts: ATTEMPTS });
    await this.audit.record(manager, { action: 'audit.verify', actorId, metadata });
  }

  private async run(): Promise<void> {
    const { entries, brokenAt, head } = await this.chain.verify();
    if (brokenAt !== undefined) this.logger.error({ event: 'audit_log_broken', entry: brokenAt });
    await this.database.query(
      'UPDATE audit_verification SET finished_at = now(), entries = $1, broken_at = $2, head = $3',
      [entries, brokenAt ?? null, head],
    );
  }
}
