import { REQUEST_ACTIVITY_TTL_MS, DISCONNECT_GRACE_MS, MAX_CONNECTIONS } from '../presence-limits';
import { LEASE_TTL_MS, RENEW_INTERVAL_MS, LEASE_LIST_MAX_AGE_MS } from './leases.lua';

/** TTL of an offline user without a manual status: by then the database has `last_seen`. */
const FORGET_MS = 3_600_000;
const KEEP_MS = 30 * 86_400_000;

/**
 * When each session lost a socket: `lost:{session}` of the state, kept while an earlier request could count. It outlives
 * the socket, since earlier requests may be synced after the disconnect. The caller's own disconnects are `l:{session}`.
 */
const READ_STATE = `
local state, state_fields, disconnected_at = {}, redis.call('HGETALL', KEYS[2]), {}
for i = 1, #state_fields, 2 do state[state_fields[i]] = state_fields[i + 1] end
local function record_disconnect(session, at) if at > (disconnected_at[session] or 0) then disconnected_at[session] = at end end
local reported_disconnects = {}
for field, at in pairs(reported) do
  local session = string.match(field, '^l:(.*)$')
  if session then
    reported_disconnects[session] = math.min(now, tonumber(at))
    record_disconnect(session, reported_disconnects[session])
    reported[field] = nil
  end
end
for field, at in pairs(state) do
  local session = string.match(field, '^lost:(.*)$')
  if session and tonumber(at) > now - ${REQUEST_ACTIVITY_TTL_MS} then record_disconnect(session, tonumber(at))
  elseif session then redis.call('HDEL', KEYS[2], field) end
end`;

/** A stored socket or request: `device_type|idle|at|until|session`, `until` 0 while the socket is open. */
const READ_ENTRIES = `
local last_signal_at, entries, removed = 0, {}, {}
local stored = redis.call('HGETALL', KEYS[1])
for i = 1, #stored, 2 do
  local field = stored[i]
  local device_type, idle, at, expires_at, session = string.match(stored[i + 1], '^(%a*)|(%d)|(%d+)|(%d+)|(.*)$')
  at, expires_at = tonumber(at), tonumber(expires_at)
  local node = string.match(field, '^c:([^:]*):')
  local present_at = not node and at or expires_at > 0 and expires_at - ${DISCONNECT_GRACE_MS} or now
  local is_removed = has(revoked, session) or (expires_at > 0 and expires_at <= now)
  if node and expires_at > 0 then record_disconnect(session, expires_at - ${DISCONNECT_GRACE_MS}) end
  if node and not is_removed then
    if has(former_nodes, node) or (node == node_id and not reported[field]) then
      is_removed = true
      present_at = math.min(present_at, reported_disconnects[session] or present_at)
    elseif not is_live(node) and at <= now - ${LEASE_TTL_MS} then
      is_removed = true
      local lease_ended_at = tonumber(string.match(dead_nodes, ',' .. node .. '=(%d+),') or 0)
      present_at = math.min(present_at, math.max(at, lease_ended_at - ${LEASE_TTL_MS}))
      -- The node died between two renewals. Assume the later moment, so that no earlier request counts.
      if expires_at == 0 then record_disconnect(session, math.min(now, (lease_ended_at > 0 and lease_ended_at or now) - ${LEASE_TTL_MS} + ${RENEW_INTERVAL_MS})) end
    end
  end
  if is_removed then
    last_signal_at = math.max(last_signal_at, present_at)
    removed[field] = true
  else
    entries[field] = { device_type = device_type, idle = idle, at = at, expires_at = expires_at, session = session, node = node }
  end
end`;

/**
 * What the caller reports. A socket: `device_type|idle|until|session`, until 0 while it is open. A request:
 * `device_type|0|at|session`.
 */
const MERGE_REPORTED = `
local is_rejected = 0
if new_connection ~= '' then
  local count = 0
  for field, entry in pairs(entries) do
    if entry.node and entry.expires_at == 0 and field ~= new_connection and not has(leaving_nodes, entry.node) then count = count + 1 end
  end
  if count >= ${MAX_CONNECTIONS} then
    is_rejected = 1
    reported[new_connection], entries[new_connection], removed[new_connection] = nil, nil, true
  end
end
local written = {}
for field, value in pairs(reported) do
  local device_type, idle, time, session = string.match(value, '^(%a*)|(%d)|(%d+)|(.*)$')
  local node, entry = string.match(field, '^c:([^:]*):'), entries[field]
  local at, expires_at = entry and entry.at or now, tonumber(time)
  if not node then
    at = math.max(entry and entry.at or 0, math.min(now, expires_at))
    expires_at = at + ${REQUEST_ACTIVITY_TTL_MS}
  elseif expires_at > 0 then
    if entry and entry.expires_at > 0 then expires_at = entry.expires_at end
    record_disconnect(session, expires_at - ${DISCONNECT_GRACE_MS})
  end
  if not entry or entry.device_type ~= device_type or entry.idle ~= idle or entry.expires_at ~= expires_at then written[field] = true end
  entries[field] = { device_type = device_type, idle = idle, at = at, expires_at = expires_at, session = session, node = node }
end`;

/**
 * Requests of a session with an open socket do not count. They are kept, and count after a disconnect if they are later.
 */
const RESOLVE_REQUEST_ACTIVITIES = `
local open_sessions, shadowed, superseded = {}, {}, {}
for _, entry in pairs(entries) do if entry.node and entry.expires_at == 0 then open_sessions[entry.session] = true end end
for field, entry in pairs(entries) do
  if not entry.node and entry.at <= (disconnected_at[entry.session] or 0) then
    last_signal_at = math.max(last_signal_at, entry.at)
    entries[field], written[field], removed[field] = nil, nil, true
    if reported[field] then superseded[#superseded + 1] = entry.session end
  elseif not entry.node and open_sessions[entry.session] and reported[field] then
    shadowed[#shadowed + 1] = entry.session
  end
end
for field in pairs(removed) do if not written[field] then redis.call('HDEL', KEYS[1], field) end end
for field in pairs(written) do
  local entry = entries[field]
  local value = { entry.device_type, entry.idle, integer(entry.at), integer(entry.expires_at), entry.session }
  redis.call('HSET', KEYS[1], field, table.concat(value, '|'))
end
for session, at in pairs(disconnected_at) do
  if at > tonumber(state['lost:' .. session] or 0) and not has(revoked, session) then
    redis.call('HSET', KEYS[2], 'lost:' .. session, integer(at))
    if #state_fields == 0 then redis.call('PEXPIRE', KEYS[2], ${FORGET_MS}) end
  end
end`;

/** The manual status; the latest `at` wins. */
const MERGE_MANUAL_STATUS = `
local status_set_at = tonumber(state.said_at or 0)
local is_new_status = manual_status[1] ~= '' and (manual_status[4] == 0 or manual_status[4] > status_set_at)
if is_new_status then
  status_set_at = manual_status[4] > 0 and manual_status[4] or math.max(now, status_set_at + 1)
  state.said_status, state.said_text, state.said_until = manual_status[1], manual_status[2], integer(manual_status[3])
  redis.call('HSET', KEYS[2], 'said_status', manual_status[1], 'said_text', manual_status[2], 'said_until', manual_status[3], 'said_at', integer(status_set_at))
end
local status_until = tonumber(state.said_until or 0)
local current_status = state.said_status and (status_until == 0 or status_until > now) and state.said_status or ''`;

const AGGREGATE = `
local alive_count, idle, next_change_at, devices, known_types = 0, true, 0, {}, {}
local function expect_change(at) if next_change_at == 0 or at < next_change_at then next_change_at = at end end
for _, entry in pairs(entries) do
  if entry.node or not open_sessions[entry.session] then
    alive_count = alive_count + 1
    last_signal_at = math.max(last_signal_at, not entry.node and entry.at or entry.expires_at > 0 and entry.expires_at - ${DISCONNECT_GRACE_MS} or now)
    if entry.idle == '0' then idle = false end
    if entry.expires_at > 0 then expect_change(entry.expires_at) end
    if entry.node and not is_live(entry.node) then expect_change(entry.at + ${LEASE_TTL_MS}) end
    if entry.device_type ~= '' and not known_types[entry.device_type] then
      known_types[entry.device_type] = true
      devices[#devices + 1] = entry.device_type
    end
  end
end
if current_status ~= '' and status_until > 0 then expect_change(status_until) end
table.sort(devices)
devices = table.concat(devices, ',')
local status = alive_count == 0 and 'offline' or (current_status ~= '' and current_status ~= 'online') and current_status or idle and 'away' or 'online'
local text = current_status ~= '' and alive_count > 0 and state.said_text or ''`;

const PUBLISH = `
local before = state.status or 'offline'
local is_hidden = status == 'offline' or status == 'invisible'
local view = is_hidden and { 'offline', '', '' } or { status, devices, text }
local changed = before ~= view[1] or (state.devices or '') ~= view[2] or (state.text or '') ~= view[3]
local version, last_seen = tonumber(state.version or 0), tonumber(state.seen or 0)
local visible = before ~= 'offline' or not is_hidden
if visible then last_seen = math.max(last_seen, status == 'invisible' and now or last_signal_at) end
if changed then version = math.max(now, version + 1) end
if changed or (visible and next(removed) ~= nil) then
  redis.call('HSET', KEYS[2], 'status', view[1], 'devices', view[2], 'text', view[3], 'version', integer(version), 'seen', integer(last_seen))
end
if changed or is_new_status then
  redis.call('PEXPIRE', KEYS[2], (alive_count == 0 and current_status == '') and ${FORGET_MS} or ${KEEP_MS})
end
local row = { view[1], view[2], view[3], integer(version), integer(last_seen), integer(now), current_status, current_status ~= '' and state.said_text or '', integer(status_until), integer(status_set_at), changed and '1' or '0' }
if changed or is_new_status then redis.call(publish, channel, cjson.encode({ user_id, row })) end
if registers then redis.call('SADD', KEYS[5], user_id) end
if view[1] == 'offline' and before ~= 'offline' then redis.call('SREM', KEYS[3], user_id)
elseif view[1] ~= 'offline' and (changed or registers) then redis.call('SADD', KEYS[3], user_id) end
local dataset_id = redis.call('GET', KEYS[4])
if not dataset_id then
  dataset_id = integer(now)
  redis.call('SET', KEYS[4], dataset_id)
end
return { 'ok', row, status, devices, text, integer(next_change_at), before, is_rejected, table.concat(shadowed, ','), table.concat(superseded, ','), dataset_id }
`;

/**
 * Stores what one node reports about a user and aggregates the reports of all nodes, with the rules of
 * `aggregate-presence.ts`. It is in Lua because reading all entries, choosing the version and publishing must be one
 * atomic step in one round trip. A report is the complete local state, so it is idempotent. With an empty node id the
 * script only reads and cleans up.
 *
 * KEYS, all in the hash slot of the user's partition: connections and state of the user; of the partition the users who are
 * online, the creation time of its data, and the users of the calling node. A socket is the field `c:{node}:{id}` of `connections`, a session's latest request
 * `b:{session}`. Times are Redis' own unless the caller has a clock.
 *
 * A socket counts while the lease of its node is valid. The caller passes the leases that it knows. Sockets younger than a
 * lease count even if their node is not in that list. A list too old for this rule is rejected as `stale`.
 */
export const AGGREGATE_SCRIPT = `
local user_id, publish, channel = ARGV[1], ARGV[2], ARGV[3]
local leases_as_of, live_nodes, dead_nodes, leaving_nodes = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8]
local node_id, former_nodes, new_connection, registers, revoked = ARGV[9], ARGV[10], ARGV[11], ARGV[12] == '1', ARGV[13]
local manual_status = { ARGV[14], ARGV[15], tonumber(ARGV[16]), tonumber(ARGV[17]) }
local function integer(number) return string.format('%.0f', number) end
local function has(list, name) return string.find(list, ',' .. name .. ',', 1, true) ~= nil end
local function is_live(node) return live_nodes == '*' or has(live_nodes, node) end
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
if now - leases_as_of > ${LEASE_LIST_MAX_AGE_MS} or (node_id ~= '' and not is_live(node_id)) then return { 'stale' } end
local reported = {}
for i = 18, #ARGV, 2 do reported[ARGV[i]] = ARGV[i + 1] end
${READ_STATE}
${READ_ENTRIES}
${MERGE_REPORTED}
${RESOLVE_REQUEST_ACTIVITIES}
${MERGE_MANUAL_STATUS}
${AGGREGATE}
${PUBLISH}`;

/** KEYS: creation time of the partition's data, which begins now if there is none. */
export const DATASET_SCRIPT = `
local time = redis.call('TIME')
local now = tonumber(ARGV[1]) or time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', KEYS[1], string.format('%.0f', now), 'NX')
return redis.call('GET', KEYS[1])
`;
