import { advisoryLocks, ExclusiveWork } from '#platform';
import { Injectable } from '@nestjs/common';
import { BatchImport } from './batch-import.service';
import { CandidateFactory } from './candidate.factory';
import type { Claims } from './import-batch';
import type { Candidate } from './import-candidate';
import { ImportError } from './import.error';
import type { ImportOptions } from './import-options';
import type { ImportResult } from './import-result';
import { RoleMapping } from './role-mapping';
import type { SourceRecord } from './source-account';

const BATCH_SIZE = 1000;

/**
 * Accounts of other systems. Each batch is one transaction with its audit entry, so an import that was ended goes on where it
 * was: what was imported is recognized by its id.
 */
@Injectable()
export class AccountImport {
  constructor(
    private readonly candidates: CandidateFactory,
    private readonly batches: BatchImport,
    private readonly roleMapping: RoleMapping,
    private readonly exclusively: ExclusiveWork,
  ) {}

  /**
   * @param report gets what became of each record, after it was committed
   * @throws {ImportError} where another import is running, or the source can't be read any further
   */
  async run(
    records: AsyncIterable<SourceRecord>,
    options: ImportOptions,
    report: (result: ImportResult) => void,
  ): Promise<void> {
    this.roleMapping.assertUsable(options);
    const work = () => this.importAll(records, options, report).then(() => true);
    if (options.dryRun) await work();
    else if (!(await this.exclusively.run(advisoryLocks.accountImport, work)))
      throw new ImportError('another import is running.');
  }

  private async importAll(
    records: AsyncIterable<SourceRecord>,
    options: ImportOptions,
    report: (result: ImportResult) => void,
  ): Promise<void> {
    const claims: Claims = new Map();
    let batch: Candidate[] = [];
    // One batch is written while the next is read and checked.
    let writing = Promise.resolve();
    const flush = async () => {
      await writing;
      const full = batch;
      batch = [];
      writing = this.batches.import(full, claims, options).then((results) => results.forEach(report));
      // The next `await` of it throws. Until then Node must not report an unhandled rejection.
      writing.catch(() => undefined);
    };
    try {
      for await (const record of records) {
        const made = await this.candidates.make(record, options);
        if ('outcome' in made) report(made);
        else batch.push(made);
        if (batch.length === BATCH_SIZE) await flush();
      }
    } finally {
      // What was read before a fault of the file is imported.
      if (batch.length > 0) await flush();
      await writing;
    }
  }
}
