/**
 * Users are divided into partitions. All keys of one are in one hash slot, so that a script changes a user and what lists
 * the user as one step. At most as many masters of a cluster share the work.
 */
export const PARTITIONS = 256;
/** Channels; those of a partition are in its hash slot. */
const SHARDS = 4096;

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** The number of the channel on which changes of the user are published. */
export const shardOf = (userId: string): number => hashOf(userId) % SHARDS;

export const partitionOfShard = (shard: number): number => shard % PARTITIONS;

export const partitionOf = (userId: string): number => partitionOfShard(shardOf(userId));

export const allPartitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);

const tags = allPartitions.map((partition) => `{presence:${partition}}`);

/** Begins the keys of the partition. The braces make it their hash slot. */
export const tagOf = (partition: number): string => tags[partition]!;

export const keysOf = (partition: number) => ({
  /** The users who are visibly online. */
  online: `${tagOf(partition)}:online`,
  /** When its data began. It changes if Redis loses them. */
  born: `${tagOf(partition)}:born`,
  /** The users of a node: others take them over if it dies. */
  usersOfNode: (nodeId: string) => `${tagOf(partition)}:node:${nodeId}:users`,
});

export function userKeysOf(userId: string) {
  const tag = tagOf(partitionOf(userId));
  return { connections: `${tag}:user:${userId}:connections`, state: `${tag}:user:${userId}:state` };
}
