import { openRedis, parseRedisAddress, type RedisClient, type RedisAddress } from '#platform';
import { reasonOf } from '../errors';
import type { Check } from './check';
import { fail, type Finding, ok, warn } from './finding';
import { withinLimit } from './within-limit';

const MIN_VERSION = 7;
/** The client itself goes on trying. */
const CONNECT_LIMIT_MS = 5000;
/** Of `maxmemory`. */
const NEARLY_FULL = 0.8;

export const redisCheck: Check = {
  name: 'redis',
  async run({ settings }) {
    if (!settings.REDIS_URL) return [ok('none is set: presence and rate limits are in the memory of one process')];
    const address = parseRedisAddress(settings.REDIS_URL);
    const client = openRedis(address);
    let reason: unknown;
    // It comes before the rejection of `connect`, which says only that there is no connection.
    client.on('error', (error: Error & { lastNodeError?: Error }) => (reason = error.lastNodeError ?? error));
    try {
      await withinLimit(client.connect(), CONNECT_LIMIT_MS);
      return await inspect(client, address);
    } catch (error) {
      const found = `it can't be used: ${reasonOf(reason ?? error)}`;
      return [
        fail(found, 'Start it, or correct REDIS_URL: the kind of the servers, hosts, user, password (docs/redis.md).'),
      ];
    } finally {
      client.disconnect();
    }
  },
};

async function inspect(client: RedisClient, { mode }: RedisAddress): Promise<Finding[]> {
  const info = parseInfo(await client.info());
  return [kind(info, mode), version(info), memory(info)];
}

/** Lines like `redis_version:7.2.4`. */
function parseInfo(text: string): Map<string, string> {
  const lines = text.split('\r\n').map((line) => line.split(':', 2));
  return new Map(lines.filter((parts): parts is [string, string] => parts.length === 2));
}

function kind(info: Map<string, string>, mode: RedisAddress['mode']): Finding {
  const isCluster = info.get('redis_mode') === 'cluster';
  if (isCluster !== (mode === 'cluster'))
    return fail(
      isCluster ? 'it is a node of a cluster, REDIS_URL says a server' : 'it is no cluster, REDIS_URL says a cluster',
      'Begin REDIS_URL as docs/redis.md says for what is there.',
    );
  // A cluster's client finds the masters by itself.
  if (mode !== 'cluster' && info.get('role') !== 'master')
    return fail('it is a replica, which takes no writes', 'Let REDIS_URL lead to the master, or to the sentinels.');
  const names = { standalone: 'one server', cluster: 'a cluster', sentinel: 'a master that sentinels name' };
  return ok(`it answers, and is ${names[mode]} as REDIS_URL says`);
}

function version(info: Map<string, string>): Finding {
  const valkey = info.get('valkey_version');
  const number = valkey ?? info.get('redis_version') ?? '';
  const name = `${valkey ? 'Valkey' : 'Redis'} ${number}`;
  return Number.parseInt(number, 10) >= MIN_VERSION
    ? ok(name)
    : fail(`${name} is too old`, `Upgrade it to Redis ${MIN_VERSION} or later.`);
}

function memory(info: Map<string, string>): Finding {
  const policy = info.get('maxmemory_policy');
  const limit = Number(info.get('maxmemory'));
  const used = Number(info.get('used_memory'));
  if (policy !== 'noeviction')
    return (limit > 0 ? fail : warn)(
      `maxmemory-policy is ${policy}: keys of people who are online and of rate limits may be dropped`,
      'Set maxmemory-policy noeviction.',
    );
  if (limit > 0 && used > limit * NEARLY_FULL)
    return warn(
      `it uses ${Math.round((used / limit) * 100)} % of maxmemory; when it is full, writes are refused`,
      'Raise maxmemory.',
    );
  return ok(`maxmemory-policy is noeviction, ${limit > 0 ? `maxmemory ${limit} bytes` : 'without a limit'}`);
}
