import { AuditLog } from '#audit';
import { advisoryLocks } from '#platform';
import { RoleAssignmentsRepository } from '#roles';
import { type AvatarReservation, UserImports } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { OwnerSetupTokens } from '../setup/owner-setup-tokens.repository';
import { AvatarLoader, hasPicture, isAvatarLoaded } from './avatars/avatar-loader.service';
import { type Claims, type Decision, decide, refusal } from './import-batch';
import type { Candidate } from './import-candidate';
import type { ImportOptions } from './import-options';
import type { ImportResult } from './import-result';
import { ImportedAccounts } from './imported-accounts.repository';

/** A registration that takes a name at the same moment makes a batch fail; the next attempt sees it. */
const ATTEMPTS = 5;
/** unique_violation (the trigger of held usernames), deadlock_detected, serialization_failure */
const RACES = ['23505', '40P01', '40001'];

/** Accounts that are imported together. */
@Injectable()
export class BatchImport {
  constructor(
    private readonly database: DataSource,
    private readonly users: UserImports,
    private readonly imported: ImportedAccounts,
    private readonly roleAssignments: RoleAssignmentsRepository,
    private readonly setupTokens: OwnerSetupTokens,
    private readonly audit: AuditLog,
    private readonly loader: AvatarLoader,
  ) {}

  /** @param claims of the batches before; those of this one are added to it */
  async import(batch: readonly Candidate[], claims: Claims, options: ImportOptions): Promise<ImportResult[]> {
    const avatars = await this.loadAvatars(batch, claims, options);
    for (let attempt = 1; ; attempt++) {
      try {
        const decided = options.dryRun
          ? await this.decide(this.database.manager, batch, claims)
          : await this.database.transaction((manager) => this.write(manager, batch, claims, options, avatars));
        for (const [claim, line] of decided.claims) claims.set(claim, line);
        return decided.decisions.map(({ result }) => result);
      } catch (error) {
        const { code } = (error as { driverError?: { code?: string } }).driverError ?? {};
        if (attempt === ATTEMPTS || !code || !RACES.includes(code)) throw error;
      }
    }
  }

  /** Before the transaction, since it takes long. Only of those that would be imported now. */
  private async loadAvatars(batch: readonly Candidate[], claims: Claims, { avatars: folder, dryRun }: ImportOptions) {
    if (!folder || !batch.some(hasPicture)) return undefined;
    const { decisions } = await this.decide(this.database.manager, batch, claims);
    const pictured = creations(decisions)
      .map(({ candidate }) => candidate)
      .filter(hasPicture);
    if (pictured.length === 0) return undefined;
    return dryRun ? this.loader.check(pictured, folder).then(() => undefined) : this.loader.load(pictured, folder);
  }

  private async write(
    manager: EntityManager,
    batch: readonly Candidate[],
    claims: Claims,
    { system }: ImportOptions,
    avatars: AvatarReservation | undefined,
  ): Promise<{ decisions: Decision[]; claims: Claims }> {
    await this.roleAssignments.lock(manager);
    if (batch.some(({ roles }) => roles.hasOwner))
      await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.ownerCreation]);
    const decided = await this.decide(manager, batch, claims);
    const wanted = creations(decided.decisions);
    const ids = await this.users.insert(
      manager,
      wanted.filter(({ candidate }) => isAvatarLoaded(candidate)).map(({ candidate }) => candidate.user),
    );
    for (const decision of wanted)
      if (!ids.has(decision.candidate.user.id)) decision.result = takenMeanwhile(decision.candidate);
    const created = wanted.map(({ candidate }) => candidate).filter(({ user }) => ids.has(user.id));
    if (avatars) await this.loader.use(manager, avatars, created);
    if (created.length > 0) await this.complete(manager, created, system);
    return decided;
  }

  /** What belongs to the new users; the audit entry last. */
  private async complete(manager: EntityManager, created: readonly Candidate[], system: string): Promise<void> {
    await this.roleAssignments.assignAll(
      manager,
      created.flatMap(({ user, roles }) => roles.ids.map((roleId) => ({ userId: user.id, roleId }))),
    );
    await this.imported.insert(
      manager,
      created.map(({ key, user }) => ({ key, userId: user.id })),
    );
    if (created.some(({ roles }) => roles.hasOwner)) await this.setupTokens.removeAll(manager);
    const lines = { first_line: created[0]!.line, last_line: created.at(-1)!.line };
    await this.audit.record(manager, {
      action: 'accounts.import',
      details: { system, accounts: created.length, ...lines },
    });
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

const creations = (decisions: readonly Decision[]) => decisions.filter(({ result }) => result.outcome === 'create');

const takenMeanwhile = (candidate: Candidate) =>
  refusal(candidate, [
    { field: '', code: 'taken_meanwhile', message: 'The address or the username was taken just now. Import it again.' },
  ]);
