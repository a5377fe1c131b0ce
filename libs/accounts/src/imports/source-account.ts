/** One fault of one record, in words for the operator. It never repeats what the record contains. */
export interface RecordFault {
  field: string;
  code: string;
  message: string;
}

/** An account of another system, in our terms and unchecked. */
export interface SourceAccount {
  /** Where the record begins in the file; the number of the row where there is no file. */
  line: number;
  /** Unique in that system. */
  id: string;
  email: string;
  /** `undefined` where the system does not say. */
  emailVerified: boolean | undefined;
  username?: string;
  fullName?: string;
  bio?: string;
  locale?: string;
  /** As docs/import.md lists them; empty where there is none, such as for a social login. */
  passwordHash: string;
  dateJoined?: Date;
  lastSeen?: Date;
  isDisabled: boolean;
  roles: string[];
  /** URL or path of a picture. */
  avatar?: string;
}

/** What a source makes of one record: an account, faults, or nothing, where the record is no person's account. */
export type SourceRecord =
  { account: SourceAccount } | { line: number; id?: string; faults: RecordFault[] } | { line: number; skipped: true };
