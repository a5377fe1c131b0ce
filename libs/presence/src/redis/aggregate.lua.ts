import { HEARTBEAT_TTL_MS, DISCONNECT_GRACE_MS, MAX_CONNECTIONS } from '../presence-limits';
import { LEASE_TTL_MS, RENEW_INTERVAL_MS, LEASE_LIST_MAX_AGE_MS } from './leases.lua';

/** TTL of an offline user without a manual status: by then the database has `last_seen`. */
const FORGET_MS = 3_600_000;
const KEEP_MS = 30 * 86_400_000;

/**
 * When each session lost a socket: `lost:{session}` of the state, kept while an earlier heartbeat could count. It outlives
 * the socket, since earlier heartbeats may be synced after the disconnect. The caller's own disconnects are `l:{session}`.
 */
const READ_STATE = `
local state, flat, lost = {}, redis.call('HGETALL', KEYS[2]), {}
for i = 1, #flat, 2 do state[flat[i]] = flat[i + 1] end
local function lose(session, at) if at > (lost[session] or 0) then lost[session] = at end end
local left = {}
for field, at in pairs(given) do
  local session = string.match(field, '^l:(.*)$')
  if session then
    left[session] = math.min(now, tonumber(at))
    lose(session, left[session])
    given[field] = nil
  end
end
for field, at in pairs(state) do
  local session = string.match(field, '^lost:(.*)$')
  if session and tonumber(at) > now - ${HEARTBEAT_TTL_MS} then lose(session, tonumber(at))
  elseif session then redis.call('HDEL', KEYS[2], field) end
end`;

/** A stored socket or heartbeat: `kind|idle|at|until|session`, `until` 0 while the socket is open. */
const READ_ENTRIES = `
local seen, entries, dropped = 0, {}, {}
local held = redis.call('HGETALL', KEYS[1])
for i = 1, #held, 2 do
  local field = held[i]
  local kind, idle, at, till, session = string.match(held[i + 1], '^(%a*)|(%d)|(%d+)|(%d+)|(.*)$')
  at, till = tonumber(at), tonumber(till)
  local owner = string.match(field, '^c:([^:]*):')
  local there = not owner and at or till > 0 and till - ${DISCONNECT_GRACE_MS} or now
  local gone = has(ended, session) or (till > 0 and till <= now)
  if owner and till > 0 then lose(session, till - ${DISCONNECT_GRACE_MS}) end
  if owner and not gone then
    if has(former, owner) or (owner == epoch and not given[field]) then
      gone = true
      there = math.min(there, left[session] or there)
    elseif not has(live, owner) and at <= now - ${LEASE_TTL_MS} then
      gone = true
      local died = tonumber(string.match(dead, ',' .. owner .. '=(%d+),') or 0)
      there = math.min(there, math.max(at, died - ${LEASE_TTL_MS}))
      -- The node died between two renewals. Assume the later moment, so that no earlier heartbeat counts.
      if till == 0 then lose(session, math.min(now, (died > 0 and died or now) - ${LEASE_TTL_MS} + ${RENEW_INTERVAL_MS})) end
    end
  end
  if gone then
    seen = math.max(seen, there)
    dropped[field] = true
  else
    entries[field] = { kind = kind, idle = idle, at = at, till = till, session = session, owner = owner }
  end
end`;

/**
 * What the caller reports. A socket: `kind|idle|until|session`, until 0 while it is open. A heartbeat:
 * `kind|0|at|session`.
 */
const MERGE_REPORTED = `
local refused = 0
if adding ~= '' then
  local count = 0
  for field, entry in pairs(entries) do
    if entry.owner and entry.till == 0 and field ~= adding and not has(leaving, entry.owner) then count = count + 1 end
  end
  if count >= ${MAX_CONNECTIONS} then
    refused = 1
    given[adding], entries[adding], dropped[adding] = nil, nil, true
  end
end
local written = {}
for field, value in pairs(given) do
  local kind, idle, time, session = string.match(value, '^(%a*)|(%d)|(%d+)|(.*)$')
  local owner, entry = string.match(field, '^c:([^:]*):'), entries[field]
  local at, till = entry and entry.at or now, tonumber(time)
  if not owner then
    at = math.max(entry and entry.at or 0, math.min(now, till))
    till = at + ${HEARTBEAT_TTL_MS}
  elseif till > 0 then
    if entry and entry.till > 0 then till = entry.till end
    lose(session, till - ${DISCONNECT_GRACE_MS})
  end
  if not entry or entry.kind ~= kind or entry.idle ~= idle or entry.till ~= till then written[field] = true end
  entries[field] = { kind = kind, idle = idle, at = at, till = till, session = session, owner = owner }
end`;

/**
 * Heartbeats of a session with an open socket do not count. They are kept, and count after a disconnect if they are later.
 */
const RESOLVE_HEARTBEATS = `
local open, beside, void = {}, {}, {}
for _, entry in pairs(entries) do if entry.owner and entry.till == 0 then open[entry.session] = true end end
for field, entry in pairs(entries) do
  if not entry.owner and entry.at <= (lost[entry.session] or 0) then
    seen = math.max(seen, entry.at)
    entries[field], written[field], dropped[field] = nil, nil, true
    if given[field] then void[#void + 1] = entry.session end
  elseif not entry.owner and open[entry.session] and given[field] then
    beside[#beside + 1] = entry.session
  end
end
for field in pairs(dropped) do if not written[field] then redis.call('HDEL', KEYS[1], field) end end
for field in pairs(written) do
  local entry = entries[field]
  local value = { entry.kind, entry.idle, whole(entry.at), whole(entry.till), entry.session }
  redis.call('HSET', KEYS[1], field, table.concat(value, '|'))
end
for session, at in pairs(lost) do
  if at > tonumber(state['lost:' .. session] or 0) and not has(ended, session) then
    redis.call('HSET', KEYS[2], 'lost:' .. session, whole(at))
    if #flat == 0 then redis.call('PEXPIRE', KEYS[2], ${FORGET_MS}) end
  end
end`;

/** The manual status; the latest `at` wins. */
const MERGE_MANUAL_STATUS = `
local said_at = tonumber(state.said_at or 0)
local news = said[1] ~= '' and (said[4] == 0 or said[4] > said_at)
if news then
  said_at = said[4] > 0 and said[4] or math.max(now, said_at + 1)
  state.said_status, state.said_text, state.said_until = said[1], said[2], whole(said[3])
  redis.call('HSET', KEYS[2], 'said_status', said[1], 'said_text', said[2], 'said_until', said[3], 'said_at', whole(said_at))
end
local until_ = tonumber(state.said_until or 0)
local choice = state.said_status and (until_ == 0 or until_ > now) and state.said_status or ''`;

const AGGREGATE = `
local alive, idle, look_at, devices, known = 0, true, 0, {}, {}
local function again(at) if look_at == 0 or at < look_at then look_at = at end end
for _, entry in pairs(entries) do
  if entry.owner or not open[entry.session] then
    alive = alive + 1
    seen = math.max(seen, not entry.owner and entry.at or entry.till > 0 and entry.till - ${DISCONNECT_GRACE_MS} or now)
    if entry.idle == '0' then idle = false end
    if entry.till > 0 then again(entry.till) end
    if entry.owner and not has(live, entry.owner) then again(entry.at + ${LEASE_TTL_MS}) end
    if entry.kind ~= '' and not known[entry.kind] then
      known[entry.kind] = true
      devices[#devices + 1] = entry.kind
    end
  end
end
if choice ~= '' and until_ > 0 then again(until_) end
table.sort(devices)
devices = table.concat(devices, ',')
local status = alive == 0 and 'offline' or (choice ~= '' and choice ~= 'online') and choice or idle and 'away' or 'online'
local text = choice ~= '' and alive > 0 and state.said_text or ''`;

const PUBLISH = `
local before = state.status or 'offline'
local hidden = status == 'offline' or status == 'invisible'
local shown = hidden and { 'offline', '', '' } or { status, devices, text }
local changed = before ~= shown[1] or (state.devices or '') ~= shown[2] or (state.text or '') ~= shown[3]
local version, last = tonumber(state.version or 0), tonumber(state.seen or 0)
local visible = before ~= 'offline' or not hidden
if visible then last = math.max(last, status == 'invisible' and now or seen) end
if changed then version = math.max(now, version + 1) end
if changed or (visible and next(dropped) ~= nil) then
  redis.call('HSET', KEYS[2], 'status', shown[1], 'devices', shown[2], 'text', shown[3], 'version', whole(version), 'seen', whole(last))
end
if changed or news then
  redis.call('PEXPIRE', KEYS[2], (alive == 0 and choice == '') and ${FORGET_MS} or ${KEEP_MS})
end
local answer = { shown[1], shown[2], shown[3], whole(version), whole(last), whole(now), choice, choice ~= '' and state.said_text or '', whole(until_), whole(said_at), changed and '1' or '0' }
if changed or news then redis.call('PUBLISH', channel, cjson.encode({ user, answer })) end
return { 'ok', answer, status, devices, text, whole(look_at), before, refused, table.concat(beside, ','), table.concat(void, ',') }
`;

/**
 * Stores what one node reports about a user and aggregates the reports of all nodes, with the rules of
 * `aggregate-presence.ts`. It is in Lua because reading all entries, choosing the version and publishing must be one
 * atomic step in one round trip. A report is the complete local state, so it is idempotent. With an empty node id the
 * script only reads and cleans up.
 *
 * KEYS: connections, state. A socket is the field `c:{node}:{id}` of `connections`, a session's latest heartbeat
 * `b:{session}`. Times are Redis' own unless the caller has a clock.
 *
 * A socket counts while the lease of its node is valid. The caller passes the leases that it knows. Sockets younger than a
 * lease count even if their node is not in that list. A list too old for this rule is rejected as `stale`.
 */
export const AGGREGATE_SCRIPT = `
local user, channel, as_of, live, dead, leaving = ARGV[1], ARGV[2], tonumber(ARGV[4]), ARGV[5], ARGV[6], ARGV[7]
local epoch, former, adding, ended = ARGV[8], ARGV[9], ARGV[10], ARGV[11]
local said = { ARGV[12], ARGV[13], tonumber(ARGV[14]), tonumber(ARGV[15]) }
local function whole(number) return string.format('%.0f', number) end
local function has(list, name) return string.find(list, ',' .. name .. ',', 1, true) ~= nil end
local now = tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
if now - as_of > ${LEASE_LIST_MAX_AGE_MS} or (epoch ~= '' and not has(live, epoch)) then return { 'stale' } end
local given = {}
for i = 16, #ARGV, 2 do given[ARGV[i]] = ARGV[i + 1] end
${READ_STATE}
${READ_ENTRIES}
${MERGE_REPORTED}
${RESOLVE_HEARTBEATS}
${MERGE_MANUAL_STATUS}
${AGGREGATE}
${PUBLISH}`;
