/** A process that is silent for this long is gone, and its sockets with it. */
export const LEASE_MS = 10_000;
/** With the lease: whoever is lost with a process is gone 8 s later at the earliest, as with any other unclean end. */
export const RENEW_MS = 2000;
/**
 * A list of leases as old as this is not to be trusted: a process that it does not name may by then have sockets older
 * than a lease.
 */
export const STALE_MS = 8000;

const NOW = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end`;

/**
 * KEYS: epochs (scores: when the lease ends), those that are draining, since when this Redis remembers. How: `join`,
 * `renew` (which does not bring a lost lease back) or `drain`.
 */
export const LEASE = `${NOW}
local epoch, how = ARGV[2], ARGV[3]
local born = redis.call('GET', KEYS[3])
if not born then
  born = string.format('%.0f', now)
  redis.call('SET', KEYS[3], born)
end
local till = tonumber(redis.call('ZSCORE', KEYS[1], epoch) or 0)
local lost = how ~= 'join' and till <= now
if not lost then redis.call('ZADD', KEYS[1], string.format('%.0f', now + ${LEASE_MS}), epoch) end
if not lost and how == 'drain' then redis.call('SADD', KEYS[2], epoch) end
return { lost and 1 or 0, now, born, redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES'), redis.call('SMEMBERS', KEYS[2]) }
`;

/** Takes over some users of a process that is gone. KEYS: epochs, draining, its users, one's own users. */
export const CLAIM = `${NOW}
local epoch, count = ARGV[2], ARGV[3]
local till = redis.call('ZSCORE', KEYS[1], epoch)
if till and tonumber(till) > now then return {} end
local users = redis.call('SPOP', KEYS[3], count)
if #users > 0 then redis.call('SADD', KEYS[4], unpack(users)) end
if redis.call('SCARD', KEYS[3]) == 0 then
  redis.call('ZREM', KEYS[1], epoch)
  redis.call('SREM', KEYS[2], epoch)
end
return users
`;

/**
 * KEYS: everybody who came or went, scored by twice the version of the change, plus 1 if they came: so the last one
 * wins whichever process tells it later. Who has been gone for an hour is forgotten.
 */
export const ONLINE = `${NOW}
local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local online = {}
for i = 1, #all, 2 do
  local score = tonumber(all[i + 1])
  if score % 2 == 1 then online[#online + 1] = all[i]
  elseif score / 2 < now - 3600000 then redis.call('ZREM', KEYS[1], all[i]) end
end
return online
`;
