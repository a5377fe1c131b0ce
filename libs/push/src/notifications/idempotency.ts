import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { pushProblems } from '../push.errors';

/** How long a key is known. */
const RETENTION = "interval '24 h'";

export interface RequestKey {
  sender: string;
  /** What the request is sent to: the same key elsewhere is another. */
  target: string;
  key: string | undefined;
  body: unknown;
}

/** Requests that were sent again: they get the answer of the first, and nothing is done twice. */
@Injectable()
export class Idempotency {
  constructor(private readonly database: DataSource) {}

  /**
   * Does `work` once for each key, in one transaction. Of many at once the others wait for the first; where it fails,
   * the next one does it.
   * @throws {Problem} 422 `idempotency_key_reused`
   */
  runOnce<Answer>(request: RequestKey, work: (manager: EntityManager) => Promise<Answer>): Promise<Answer> {
    return this.database.transaction(async (manager) => {
      if (request.key === undefined) return work(manager);
      const known = await this.findOrClaim<Answer>(manager, request);
      if (known) return known.answer;
      const answer = await work(manager);
      await manager.query(
        'UPDATE notification_requests SET answer = $4 WHERE sender = $1 AND target = $2 AND key = $3',
        [request.sender, request.target, request.key, JSON.stringify(answer)],
      );
      return answer;
    });
  }

  async purge(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      `DELETE FROM notification_requests WHERE created_at < now() - ${RETENTION}`,
    );
    return deleted;
  }

  private async findOrClaim<Answer>(
    manager: EntityManager,
    { sender, target, key, body }: RequestKey,
  ): Promise<{ answer: Answer } | undefined> {
    const fingerprint = createHash('sha256').update(canonicalJson(body)).digest();
    const claimed = await manager.query<object[]>(
      `INSERT INTO notification_requests AS request (sender, target, key, fingerprint) VALUES ($1, $2, $3, $4)
       ON CONFLICT (sender, target, key) DO UPDATE SET fingerprint = $4, answer = NULL, created_at = now()
       WHERE request.created_at < now() - ${RETENTION}
       RETURNING 1`,
      [sender, target, key, fingerprint],
    );
    if (claimed.length > 0) return undefined;
    const [row] = await manager.query<{ fingerprint: Buffer; answer: Answer }[]>(
      'SELECT fingerprint, answer FROM notification_requests WHERE sender = $1 AND target = $2 AND key = $3',
      [sender, target, key],
    );
    if (!row!.fingerprint.equals(fingerprint)) throw pushProblems.idempotency_key_reused();
    return { answer: row!.answer };
  }
}

/** The same for the same content, in whatever order its fields came. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = fields.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}
