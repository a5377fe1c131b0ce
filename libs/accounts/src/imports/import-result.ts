import type { RecordFault } from './source-account';

/** What becomes of a record; with a dry run, what would. */
export type ImportOutcome = 'create' | 'unchanged' | 'refuse' | 'skip';

/** What an operator may want to know of an account that is imported all the same. */
export type ImportNote =
  | { code: 'no_password' | 'avatar_not_imported' | 'owner_not_given' | 'deleted_since' | 'other_address' }
  | { code: 'role_unknown'; role: string }
  | { code: 'username_given'; username: string };

/** A line of the report. */
export interface ImportResult {
  line: number;
  id?: string;
  outcome: ImportOutcome;
  faults?: RecordFault[];
  notes?: ImportNote[];
  /** What of an account is not imported, while the account is. */
  warnings?: RecordFault[];
}
