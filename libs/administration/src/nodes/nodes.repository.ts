import type { Follower } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ServiceNode } from './service-node.entity';

/** Three reports that did not come. */
const LOST_AFTER = "interval '15 s'";
/** A lost process is listed for this long. */
const FORGOTTEN_AFTER = "interval '1 h'";

export type ListedNode = Omit<ServiceNode, 'followers'> & { isLost: boolean; followerCount: number };
export type ListedFollower = Follower & { node_id: string };

export interface NodesSummary {
  running: number;
  lost: number;
  sockets: number;
  maxStaleMs: number;
  followers: number;
  maxFollowerLagMs: number;
}

/** The table of serving processes. Times are the database's, since clocks of processes differ. */
@Injectable()
export class NodesRepository {
  constructor(private readonly database: DataSource) {}

  async save(node: Omit<ServiceNode, 'reportedAt'>): Promise<void> {
    await this.database.query(
      `INSERT INTO service_nodes (id, host, pid, started_at, reported_at, stale_ms, sockets, followers)
       VALUES ($1, $2, $3, $4, now(), $5, $6, $7)
       ON CONFLICT (id) DO UPDATE SET reported_at = now(), stale_ms = excluded.stale_ms, sockets = excluded.sockets,
                                      followers = excluded.followers`,
      [node.id, node.host, node.pid, node.startedAt, node.staleMs, node.sockets, JSON.stringify(node.followers)],
    );
  }

  async remove(id: string): Promise<void> {
    await this.database.query('DELETE FROM service_nodes WHERE id = $1', [id]);
  }

  /** The oldest first. @param after id of the last node of the page before */
  list(limit: number, after?: string): Promise<ListedNode[]> {
    return this.database.query(
      `SELECT id, host, pid, started_at AS "startedAt", reported_at AS "reportedAt", stale_ms AS "staleMs", sockets,
              reported_at < now() - ${LOST_AFTER} AS "isLost", jsonb_array_length(followers) AS "followerCount"
       FROM service_nodes WHERE $2::uuid IS NULL OR id > $2 ORDER BY id LIMIT $1`,
      [limit, after ?? null],
    );
  }

  /** Of running processes; the one that is connected longest first. */
  listFollowers(limit: number, after?: string): Promise<ListedFollower[]> {
    return this.database.query(
      `SELECT follower.*, node.id AS node_id
       FROM service_nodes node,
            jsonb_to_recordset(followers)
              AS follower (id uuid, client_id text, connected_at text, unread_bytes integer, lag_ms integer)
       WHERE reported_at >= now() - ${LOST_AFTER} AND ($2::uuid IS NULL OR follower.id > $2)
       ORDER BY follower.id LIMIT $1`,
      [limit, after ?? null],
    );
  }

  async summarize(): Promise<NodesSummary> {
    const [summary] = await this.database.query<NodesSummary[]>(
      `SELECT count(*) FILTER (WHERE NOT is_lost)::int AS running, count(*) FILTER (WHERE is_lost)::int AS lost,
              coalesce(sum(sockets) FILTER (WHERE NOT is_lost), 0)::int AS sockets,
              coalesce(max(stale_ms) FILTER (WHERE NOT is_lost), 0) AS "maxStaleMs",
              coalesce(sum(jsonb_array_length(followers)) FILTER (WHERE NOT is_lost), 0)::int AS followers,
              coalesce(max((SELECT max((follower ->> 'lag_ms')::int) FROM jsonb_array_elements(followers) follower))
                       FILTER (WHERE NOT is_lost), 0) AS "maxFollowerLagMs"
       FROM (SELECT *, reported_at < now() - ${LOST_AFTER} AS is_lost FROM service_nodes) nodes`,
    );
    return summary!;
  }

  async purge(): Promise<number> {
    const [, deleted] = await this.database.query(
      `DELETE FROM service_nodes WHERE reported_at < now() - ${FORGOTTEN_AFTER}`,
    );
    return deleted;
  }
}
