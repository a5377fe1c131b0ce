/** A node without renewal for this long is dead, and its sockets with it. */
export const LEASE_TTL_MS = 10_000;
/** TTL minus this is at least the disconnect grace of 8 s, as with any other unclean disconnect. */
export const RENEW_INTERVAL_MS = 2000;
/**
 * A list of leases older than this is stale: a node missing in it may have sockets older than a lease.
 */
export const LEASE_LIST_MAX_AGE_MS = 8000;

const NOW = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end`;

/**
 * KEYS: nodes (score: end of the lease), draining nodes, creation time of the data set. Mode: `join`, `renew` (does not
 * restore a lost lease) or `drain`.
 */
export const LEASE_SCRIPT = `${NOW}
local node_id, mode = ARGV[2], ARGV[3]
local dataset_id = redis.call('GET', KEYS[3])
if not dataset_id then
  dataset_id = string.format('%.0f', now)
  redis.call('SET', KEYS[3], dataset_id)
end
local expires_at = tonumber(redis.call('ZSCORE', KEYS[1], node_id) or 0)
local is_lost = mode ~= 'join' and expires_at <= now
if not is_lost then redis.call('ZADD', KEYS[1], string.format('%.0f', now + ${LEASE_TTL_MS}), node_id) end
if not is_lost and mode == 'drain' then redis.call('SADD', KEYS[2], node_id) end
return { is_lost and 1 or 0, now, dataset_id, redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES'), redis.call('SMEMBERS', KEYS[2]) }
`;

/** Takes over some users of a dead node. KEYS: nodes, draining nodes, its users, own users. */
export const CLAIM_SCRIPT = `${NOW}
local node_id, count = ARGV[2], ARGV[3]
local expires_at = redis.call('ZSCORE', KEYS[1], node_id)
if expires_at and tonumber(expires_at) > now then return {} end
local users = redis.call('SPOP', KEYS[3], count)
if #users > 0 then redis.call('SADD', KEYS[4], unpack(users)) end
if redis.call('SCARD', KEYS[3]) == 0 then
  redis.call('ZREM', KEYS[1], node_id)
  redis.call('SREM', KEYS[2], node_id)
end
return users
`;

/**
 * KEYS: users by their last transition. Score: twice the version, plus 1 if online, so that the latest version wins in
 * any order. Users offline for an hour are removed.
 */
export const ONLINE_SCRIPT = `${NOW}
local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local online = {}
for i = 1, #all, 2 do
  local score = tonumber(all[i + 1])
  if score % 2 == 1 then online[#online + 1] = all[i]
  elseif score / 2 < now - 3600000 then redis.call('ZREM', KEYS[1], all[i]) end
end
return online
`;
