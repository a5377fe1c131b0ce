import type { TakenKeys, UniqueKey, UniqueKeys } from '#users';
import type { Candidate } from './import-candidate';
import type { EarlierImport } from './imported-accounts.repository';
import type { ImportResult } from './import-result';
import type { RecordFault } from './source-account';

/** What of the file's earlier lines no later line may have too: the line by kind and value. */
export type Claims = Map<string, number>;

export interface Decision {
  candidate: Candidate;
  result: ImportResult;
}

interface Known {
  earlier: ReadonlyMap<string, EarlierImport>;
  taken: TakenKeys;
  claims: Claims;
}

const usernameKeys = ['username', 'skeleton', 'upperSkeleton'] as const;

/** Decides about each account of a batch, in the order of the file. @returns also the claims of this batch */
export function decide(batch: readonly Candidate[], known: Known): { decisions: Decision[]; claims: Claims } {
  const claims: Claims = new Map();
  const lineOf = (claim: string) => claims.get(claim) ?? known.claims.get(claim);
  const decisions = batch.map((candidate) => ({ candidate, result: decideOne(candidate, known, lineOf, claims) }));
  return { decisions, claims };
}

function decideOne(
  candidate: Candidate,
  { earlier, taken }: Known,
  lineOf: (claim: string) => number | undefined,
  claims: Claims,
): ImportResult {
  const { line, sourceId: id, key, names, user, warnings } = candidate;
  const emailKey = names[0]!.keys.email;
  const sameId = lineOf(`id ${key}`);
  if (sameId !== undefined) return refusal(candidate, [fault('id', 'duplicate_id', `Line ${sameId} has the same id.`)]);
  claims.set(`id ${key}`, line);

  const before = earlier.get(key);
  if (before) return { line, id, outcome: 'unchanged', ...unchangedNotes(before, emailKey) };

  const faults = emailFaults(emailKey, taken, lineOf);
  const free = names.find(({ keys }) => usernameKeys.every((kind) => isFree(kind, keys, taken, lineOf)));
  if (!free) faults.push(usernameFault(names[0]!.keys, lineOf));
  if (!free || faults.length > 0) return refusal(candidate, faults);

  claims.set(`email ${emailKey}`, line);
  for (const kind of usernameKeys) claims.set(`${kind} ${free.keys[kind]}`, line);
  user.username = free.username;
  const notes = [...candidate.notes, ...candidate.roles.notes];
  if (free.isGiven) notes.push({ code: 'username_given', username: free.username });
  return { line, id, outcome: 'create', ...(notes.length > 0 && { notes }), ...(warnings.length > 0 && { warnings }) };
}

export const refusal = ({ line, sourceId: id }: Candidate, faults: RecordFault[]): ImportResult => ({
  line,
  id,
  outcome: 'refuse',
  faults,
});

function unchangedNotes({ emailKey }: EarlierImport, now: string): Pick<ImportResult, 'notes'> {
  if (emailKey === null) return { notes: [{ code: 'deleted_since' }] };
  return emailKey === now ? {} : { notes: [{ code: 'other_address' }] };
}

function emailFaults(key: string, taken: TakenKeys, lineOf: (claim: string) => number | undefined): RecordFault[] {
  const line = lineOf(`email ${key}`);
  if (line !== undefined) return [fault('email', 'duplicate_email', `Line ${line} has the same mailbox.`)];
  return taken.email.has(key) ? [fault('email', 'email_taken', 'An account with this address is here already.')] : [];
}

function usernameFault(keys: UniqueKeys, lineOf: (claim: string) => number | undefined): RecordFault {
  const line = usernameKeys.map((kind) => lineOf(`${kind} ${keys[kind]}`)).find((found) => found !== undefined);
  return line === undefined
    ? fault('username', 'username_taken', 'An account with this name, or one that looks like it, is here already.')
    : fault('username', 'duplicate_username', `Line ${line} has the same name, or one that looks like it.`);
}

const isFree = (kind: UniqueKey, keys: UniqueKeys, taken: TakenKeys, lineOf: (claim: string) => number | undefined) =>
  !taken[kind].has(keys[kind]) && lineOf(`${kind} ${keys[kind]}`) === undefined;

const fault = (field: string, code: string, message: string): RecordFault => ({ field, code, message });
