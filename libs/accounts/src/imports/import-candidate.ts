import type { ImportedUser, UniqueKeys } from '#users';
import type { ImportNote } from './import-result';
import type { MappedRoles } from './role-mapping';
import type { RecordFault } from './source-account';

/** An account that may be imported, if no one has its names. */
export interface Candidate {
  line: number;
  /** In the other system. */
  sourceId: string;
  /** Of `ImportedAccounts`. */
  key: string;
  user: ImportedUser;
  /** The usernames that it may get, the best first, with their keys. */
  names: { username: string; keys: UniqueKeys; isGiven: boolean }[];
  roles: MappedRoles;
  notes: ImportNote[];
  /** Path of a picture in the folder that was given; nothing where there is no such folder. */
  picture?: string;
  /** Of the picture. */
  warnings: RecordFault[];
}
