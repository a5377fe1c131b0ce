/** A node without renewal for this long is dead, and its sockets with it. */
export const LEASE_TTL_MS = 10_000;
/** TTL minus this is at least the disconnect grace of 8 s, as with any other unclean disconnect. */
export const RENEW_INTERVAL_MS = 2000;
/**
 * A list of leases older than this is stale: a node missing in it may have sockets older than a lease.
 */
export const LEASE_LIST_MAX_AGE_MS = 8000;
/** Later than this after a renewal, the next one is late. */
export const LATE_BELOW_MS = LEASE_TTL_MS - RENEW_INTERVAL_MS - 1000;

const NOW = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end`;

/**
 * KEYS: nodes (score: end of the lease), draining nodes, creation time of the data set, number of the list. Mode: `join`,
 * `renew` (does not restore a lost lease) or `drain`.
 *
 * The number changes with the list of nodes. A caller who knows it gets only the nodes that are late, so that a renewal
 * costs the same however many nodes there are.
 */
export const LEASE_SCRIPT = `${NOW}
local node_id, mode, known = ARGV[2], ARGV[3], ARGV[4]
local dataset_id = redis.call('GET', KEYS[3])
if not dataset_id then
  dataset_id = string.format('%.0f', now)
  redis.call('SET', KEYS[3], dataset_id)
end
local expires_at = tonumber(redis.call('ZSCORE', KEYS[1], node_id) or 0)
local is_lost = mode ~= 'join' and expires_at <= now
if not is_lost then
  local added = redis.call('ZADD', KEYS[1], string.format('%.0f', now + ${LEASE_TTL_MS}), node_id)
  if mode == 'drain' then added = added + redis.call('SADD', KEYS[2], node_id) end
  if added > 0 then redis.call('INCR', KEYS[4]) end
end
local number = dataset_id .. '.' .. (redis.call('GET', KEYS[4]) or '0')
local late = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now + ${LATE_BELOW_MS}), 'WITHSCORES')
if number == known then return { is_lost and 1 or 0, now, dataset_id, number, late } end
return { is_lost and 1 or 0, now, dataset_id, number, late, redis.call('ZRANGE', KEYS[1], 0, -1), redis.call('SMEMBERS', KEYS[2]) }
`;

/** Deletes a dead node. KEYS: nodes, draining nodes, number of the list. */
export const FORGET_NODE_SCRIPT = `${NOW}
local expires_at = redis.call('ZSCORE', KEYS[1], ARGV[2])
if not expires_at or tonumber(expires_at) > now then return 0 end
redis.call('ZREM', KEYS[1], ARGV[2])
redis.call('SREM', KEYS[2], ARGV[2])
redis.call('INCR', KEYS[3])
return 1
`;

/** Takes over some users of a dead node in one partition. KEYS: its users, own users. */
export const CLAIM_SCRIPT = `
local users = redis.call('SPOP', KEYS[1], ARGV[1])
if #users > 0 then redis.call('SADD', KEYS[2], unpack(users)) end
return users
`;
