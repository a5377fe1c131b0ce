import { AuditLog } from '#audit';
import { advisoryLocks, ExclusiveWork } from '#platform';
import { RoleAssignmentsRepository } from '#roles';
import { UserImports } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { OwnerSetupTokens } from '../setup/owner-setup-tokens.repository';
import { CandidateFactory } from './candidate.factory';
import { type Claims, type Decision, decide, refusal } from './import-batch';
import type { Candidate } from './import-candidate';
import { ImportError } from './import.error';
import type { ImportOptions } from './import-options';
import type { ImportResult } from './import-result';
import { ImportedAccounts } from './imported-accounts.repository';
import { RoleMapping } from './role-mapping';
import type { SourceRecord } from './source-account';

const BATCH_SIZE = 1000;
/** A registration that takes a name at the same moment makes a batch fail; the next attempt sees it. */
const ATTEMPTS = 5;
/** unique_violation (the trigger of held usernames), deadlock_detected, serialization_failure */
const RACES = ['23505', '40P01', '40001'];

/**
 * Accounts of other systems. Each batch is one transaction with its audit entry, so an import that was ended goes on where it
 * was: what was imported is recognized by its id.
 */
@Injectable()
export class AccountImport {
  constructor(
    private readonly database: DataSource,
    private readonly candidates: CandidateFactory,
    private readonly roleMapping: RoleMapping,
    private readonly users: UserImports,
    private readonly imported: ImportedAccounts,
    private readonly roleAssignments: RoleAssignmentsRepository,
    private readonly setupTokens: OwnerSetupTokens,
    private readonly audit: AuditLog,
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
      writing = this.importBatch(full, claims, options).then((results) => results.forEach(report));
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

  private async importBatch(
    batch: readonly Candidate[],
    claims: Claims,
    options: ImportOptions,
  ): Promise<ImportResult[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        const decided = options.dryRun
          ? await this.decide(this.database.manager, batch, claims)
          : await this.database.transaction((manager) => this.write(manager, batch, claims, options));
        for (const [claim, line] of decided.claims) claims.set(claim, line);
        return decided.decisions.map(({ result }) => result);
      } catch (error) {
        const { code } = (error as { driverError?: { code?: string } }).driverError ?? {};
        if (attempt === ATTEMPTS || !code || !RACES.includes(code)) throw error;
      }
    }
  }

  private async write(
    manager: EntityManager,
    batch: readonly Candidate[],
    claims: Claims,
    { system }: ImportOptions,
  ): Promise<{ decisions: Decision[]; claims: Claims }> {
    await this.roleAssignments.lock(manager);
    if (batch.some(({ roles }) => roles.hasOwner))
      await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.ownerCreation]);
    const decided = await this.decide(manager, batch, claims);
    const wanted = decided.decisions.filter(({ result }) => result.outcome === 'create');
    const ids = await this.users.insert(
      manager,
      wanted.map(({ candidate }) => candidate.user),
    );
    const created = wanted.filter(({ candidate }) => ids.has(candidate.user.id));
    for (const decision of wanted)
      if (!ids.has(decision.candidate.user.id)) decision.result = takenMeanwhile(decision.candidate);
    if (created.length === 0) return decided;

    await this.roleAssignments.assignAll(
      manager,
      created.flatMap(({ candidate: { user, roles } }) => roles.ids.map((roleId) => ({ userId: user.id, roleId }))),
    );
    await this.imported.insert(
      manager,
      created.map(({ candidate: { key, user } }) => ({ key, userId: user.id })),
    );
    if (created.some(({ candidate }) => candidate.roles.hasOwner)) await this.setupTokens.removeAll(manager);
    const lines = { first_line: created[0]!.candidate.line, last_line: created.at(-1)!.candidate.line };
    await this.audit.record(manager, {
      action: 'accounts.import',
      details: { system, accounts: created.length, ...lines },
    });
    return decided;
  }

  private async decide(manager: EntityManager, batch: readonly Candidate[], claims: Claims) {
    const earlier = await this.imported.find(
      manager,
      batch.map(({ key }) => key),
    );
    const keys = batch.flatMap(({ names }) => names.map((name) => name.keys));
    return decide(batch, { earlier, taken: await this.users.findTaken(manager, keys), claims });
  }
}

const takenMeanwhile = (candidate: Candidate) =>
  refusal(candidate, [
    { field: '', code: 'taken_meanwhile', message: 'The address or the username was taken just now. Import it again.' },
  ]);
