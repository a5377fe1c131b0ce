import type { EntityManager } from 'typeorm';
import { ARCHIVE_SEGMENT } from './audit-actions';
import type { ChainPosition } from './chain-scan';

/** The last entry that was archived and deleted. Without one it is the start of the chain: 0, and SHA-256 of nothing. */
export async function readAnchor(manager: EntityManager): Promise<ChainPosition> {
  const [anchor] = await manager.query<{ seq: string; hash: Buffer }[]>(`SELECT seq, hash FROM audit_anchor`);
  return { seq: Number(anchor!.seq), hash: anchor!.hash };
}

/** The newest entry about an archived segment names the anchor, so it can't be moved without an entry in the chain. */
export async function isAnchorRecorded(manager: EntityManager, { seq, hash }: ChainPosition): Promise<boolean> {
  const [newest] = await manager.query<{ details: { last_entry?: unknown; last_hash?: unknown } }[]>(
    'SELECT details FROM audit_log WHERE action = $1 ORDER BY seq DESC LIMIT 1',
    [ARCHIVE_SEGMENT],
  );
  if (!newest) return seq === 0;
  return newest.details.last_entry === seq && newest.details.last_hash === hash.toString('hex');
}
