import { ResponseField } from '#platform';
import type { ListedFollower, ListedNode } from './nodes.repository';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const time = '2026-11-23T09:30:00.000Z';

/** A serving process. */
export class ServiceNodeDto {
  @ResponseField({ format: 'uuid', description: 'New at each start.', example: id }) id: string;
  @ResponseField({ example: 'auth-1' }) host: string;
  @ResponseField({ example: 4711 }) pid: number;
  @ResponseField({ format: 'date-time', example: time }) started_at: string;
  @ResponseField({ format: 'date-time', description: 'Every 5 s.', example: time }) reported_at: string;
  @ResponseField({ description: 'Whether it has not reported itself for 15 s.', example: false }) is_lost: boolean;
  @ResponseField({
    description: 'How old its knowledge of revocations was. Above 10,000 it refuses requests.',
    example: 340,
  })
  stale_ms: number;
  @ResponseField({ description: 'Open sockets of users.', example: 128 }) sockets: number;
  @ResponseField({ description: 'Services that follow it.', example: 2 }) followers: number;
}

/** An open stream of authorization events. */
export class FollowerDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ format: 'uuid', description: 'The process that it follows.', example: id }) node_id: string;
  @ResponseField({ format: 'uuid', description: 'Id of the service.', example: id }) client_id: string;
  @ResponseField({ type: String, nullable: true, description: 'Name of the service.', example: 'messages' })
  name: string | null;
  @ResponseField({ format: 'date-time', example: time }) connected_at: string;
  @ResponseField({ description: 'Bytes that it has not read yet.', example: 0 }) unread_bytes: number;
  @ResponseField({ description: 'Age of the oldest event that it has not read.', example: 0 }) lag_ms: number;
}

export function toServiceNodeDto(node: ListedNode): ServiceNodeDto {
  return {
    id: node.id,
    host: node.host,
    pid: node.pid,
    started_at: node.startedAt.toISOString(),
    reported_at: node.reportedAt.toISOString(),
    is_lost: node.isLost,
    stale_ms: node.staleMs,
    sockets: node.sockets,
    followers: node.followerCount,
  };
}

export function toFollowerDto(follower: ListedFollower, names: ReadonlyMap<string, string>): FollowerDto {
  return {
    id: follower.id,
    node_id: follower.node_id,
    client_id: follower.client_id,
    name: names.get(follower.client_id) ?? null,
    connected_at: follower.connected_at,
    unread_bytes: follower.unread_bytes,
    lag_ms: follower.lag_ms,
  };
}
