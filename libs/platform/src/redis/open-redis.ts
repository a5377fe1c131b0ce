import { Cluster, Redis, type ClusterOptions, type RedisOptions } from 'ioredis';
import type { RedisAddress, RedisHost } from './redis-address';

export type RedisClient = Redis | Cluster;

export type RedisScripts = NonNullable<RedisOptions['scripts']>;

/** Longest wait for a command. */
const COMMAND_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 2000;
const MAX_RETRY_DELAY_MS = 500;
/** Each costs 100 ms, so that a command has failed before it times out. */
const MAX_REDIRECTIONS = 4;
const SLOTS_REFRESH_INTERVAL_MS = 2000;

const retryDelay = (times: number) => Math.min(times * 50, MAX_RETRY_DELAY_MS);

/** Connects when `connect` is called. A command is rejected at once while there is no connection. */
export function openRedis(address: RedisAddress, scripts: RedisScripts = {}): RedisClient {
  if (address.mode === 'cluster') return new Cluster([...address.hosts], clusterOptions(address, scripts));
  return new Redis({
    ...nodeOptions(address),
    ...serverOptions(address),
    keyPrefix: address.keyPrefix,
    enableAutoPipelining: true,
    scripts,
  });
}

/** A connection that receives messages: of a master of the cluster, otherwise of the server. */
export function openSubscriber(address: RedisAddress, master?: RedisHost): Redis {
  const server = master ?? serverOptions(address);
  return new Redis({ ...nodeOptions(address), ...server, autoResubscribe: false });
}

function nodeOptions({ tls, username, password, database }: RedisAddress): RedisOptions {
  return {
    username,
    password,
    db: database,
    ...(tls && { tls: {} }),
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: retryDelay,
  };
}

function serverOptions({ mode, tls, hosts, masterName, ...sentinel }: RedisAddress): RedisOptions {
  if (mode !== 'sentinel') return { ...hosts[0] };
  return {
    sentinels: hosts,
    name: masterName,
    sentinelUsername: sentinel.sentinelUsername,
    sentinelPassword: sentinel.sentinelPassword,
    ...(tls && { sentinelTLS: {}, enableTLSForSentinelMode: true }),
    sentinelRetryStrategy: retryDelay,
    sentinelReconnectStrategy: retryDelay,
    sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
    failoverDetector: true,
  };
}

function clusterOptions(address: RedisAddress, scripts: RedisScripts): ClusterOptions {
  return {
    scripts,
    keyPrefix: address.keyPrefix,
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRedirections: MAX_REDIRECTIONS,
    slotsRefreshInterval: SLOTS_REFRESH_INTERVAL_MS,
    clusterRetryStrategy: retryDelay,
    // Certificates have names. And a name that is not known yet must not keep the other nodes from being tried.
    dnsLookup: (host, callback) => callback(null, host),
    redisOptions: nodeOptions(address),
  };
}
