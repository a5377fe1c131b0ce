import type { ImportNote, ImportOutcome, ImportResult } from '#accounts';
import { printable } from './printable';

/** Faults that are shown, and as many warnings; the report has all. */
const SHOWN = 20;
/** Names of roles that are counted: a file may have a million. */
const MAX_ROLES = 50;

type Fault = NonNullable<ImportResult['faults']>[number];

const noteTexts: Record<Exclude<ImportNote['code'], 'role_unknown'>, string> = {
  no_password: 'have no password: they ask for a link by "forgotten password"',
  avatar_not_imported: 'have a picture, which is not imported: it is an address, or there is no --avatars',
  owner_not_given: 'were not made owners: that takes --allow-owner',
  username_given: 'got a username',
  deleted_since: 'have been deleted here since an earlier import, and stay so',
  other_address: 'were imported before under another address, and stay as they are',
};

/** Counts results, and says in the end what became of the file. */
export class ImportSummary {
  private readonly counts: Record<ImportOutcome, number> = { create: 0, unchanged: 0, refuse: 0, skip: 0 };
  private readonly faults: string[] = [];
  private readonly warnings: string[] = [];
  private readonly faultCounts = new Map<string, number>();
  private readonly noteCounts = new Map<string, number>();

  get records(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  get refused(): number {
    return this.counts.refuse;
  }

  add({ line, outcome, faults = [], notes = [], warnings = [] }: ImportResult): void {
    this.counts[outcome]++;
    for (const fault of faults) {
      increment(this.faultCounts, nameOf(fault));
      if (this.faults.length < SHOWN) this.faults.push(`line ${line}: ${textOf(fault)}`);
    }
    for (const warning of warnings) {
      increment(this.noteCounts, `are imported without their ${warning.field}: ${warning.code}`);
      if (this.warnings.length < SHOWN) this.warnings.push(`line ${line}: warning: ${textOf(warning)}`);
    }
    for (const note of notes) {
      const key = note.code === 'role_unknown' ? `have an unknown role ${printable(note.role)}` : noteTexts[note.code];
      if (this.noteCounts.size < MAX_ROLES || this.noteCounts.has(key)) increment(this.noteCounts, key);
    }
  }

  lines(dryRun: boolean): string[] {
    const { create, unchanged, refuse, skip } = this.counts;
    return [
      ...this.faults,
      ...this.warnings,
      ...(this.faultCounts.size > 0 ? ['Refused for:', ...listed(this.faultCounts)] : []),
      ...(this.noteCounts.size > 0 ? ['Of the accounts:', ...listed(this.noteCounts)] : []),
      `${count(create)} ${dryRun ? 'would be imported' : 'imported'}, ${unchanged} imported before, ${refuse} refused, ${skip} other records.`,
    ];
  }
}

const nameOf = ({ field, code }: Fault) => [field, code].filter(Boolean).join(' ');
const textOf = ({ field, code, message }: Fault) => `${field ? `${field}: ` : ''}${message} (${code})`;
const increment = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
const listed = (counts: Map<string, number>) => [...counts].map(([what, times]) => `  ${times} ${what}`);
const count = (accounts: number) => `${accounts} ${accounts === 1 ? 'account' : 'accounts'}`;
