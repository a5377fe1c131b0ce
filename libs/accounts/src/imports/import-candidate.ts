import type { ImportedUser, UniqueKeys } from '#users';
import type { ImportNote } from './import-result';
import type { MappedRoles } from './role-mapping';

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
}
