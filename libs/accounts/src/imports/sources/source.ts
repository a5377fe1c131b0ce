import type { SourceAccount } from '../source-account';
import type { Fields } from './fields';
import type { JsonLayout } from './json-records';

/** What a record says, apart from its line. Nothing where it is no person's account. */
export type ReadAccount = Omit<SourceAccount, 'line'>;

/** One kind of system that accounts come from. */
export interface Source {
  /** How its JSON files are built; none where it only has CSV. */
  json?: JsonLayout;
  /** The columns of its CSV files; `true` where any are taken. */
  csv?: readonly string[] | true;
  /** A reader of one file, since records may refer to earlier ones. @throws {ImportError} */
  open(options: SourceOptions): (record: Fields) => ReadAccount | undefined;
}

export interface SourceOptions {
  /** Contents of the file with Firebase's hash parameters. */
  firebaseParameters?: string;
  /** Django's table of users. */
  table: string;
}
