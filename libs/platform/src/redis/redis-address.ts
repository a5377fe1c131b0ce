export interface RedisHost {
  host: string;
  port: number;
}

/** What `REDIS_URL` says. */
export interface RedisAddress {
  mode: 'standalone' | 'cluster' | 'sentinel';
  tls: boolean;
  /** The server; or some nodes of the cluster; or the sentinels. */
  hosts: [RedisHost, ...RedisHost[]];
  username?: string;
  password?: string;
  database: number;
  /** The name by which the sentinels know the master. */
  masterName?: string;
  /** Of the sentinels themselves. */
  sentinelUsername?: string;
  sentinelPassword?: string;
  /** Before each key and channel. */
  keyPrefix: string;
}

const URL_PARTS =
  /^(redis|rediss)(?:\+(cluster|sentinel))?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/;
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i;
const DATABASE = /^\d{1,3}$/;
/** A brace would change the hash slots of all keys. */
const KEY_PREFIX = /^[\w.:/-]*$/;
const PARAMETERS = {
  standalone: ['keyPrefix'],
  cluster: ['keyPrefix'],
  sentinel: ['keyPrefix', 'sentinelUsername', 'sentinelPassword'],
};

/** @throws {RedisAddressError} what is wrong, without the credentials */
export function parseRedisAddress(text: string): RedisAddress {
  const parts = URL_PARTS.exec(text);
  if (!parts)
    throw new RedisAddressError('must be a URL like redis://host:6379 or redis+cluster://host:6379,host:6379');
  const [, scheme, kind, userInfo = '', hosts, path = '', query = ''] = parts;
  const mode = (kind ?? 'standalone') as RedisAddress['mode'];
  return {
    mode,
    tls: scheme === 'rediss',
    hosts: hostsOf(hosts!, mode),
    ...credentialsOf(userInfo),
    ...databaseOf(path, mode),
    ...parametersOf(query, mode),
  };
}

/** The message completes "REDIS_URL: ". */
export class RedisAddressError extends Error {}

function hostsOf(list: string, mode: RedisAddress['mode']): RedisAddress['hosts'] {
  const hosts = list.split(',').map((text): RedisHost => {
    const [, host, port = mode === 'sentinel' ? '26379' : '6379'] = HOST.exec(text) ?? [];
    if (!host || Number(port) < 1 || Number(port) > 65_535)
      throw new RedisAddressError('must have hosts like redis.example.com:6379, separated by commas');
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  });
  if (mode === 'standalone' && hosts.length > 1)
    throw new RedisAddressError('with several hosts must begin with redis+cluster:// or redis+sentinel:// (rediss+…)');
  return hosts as RedisAddress['hosts'];
}

function credentialsOf(userInfo: string): Pick<RedisAddress, 'username' | 'password'> {
  const [username, ...password] = userInfo.split(':');
  return {
    ...(username && { username: decoded(username) }),
    ...(password.length > 0 && { password: decoded(password.join(':')) }),
  };
}

function databaseOf(path: string, mode: RedisAddress['mode']): Pick<RedisAddress, 'database' | 'masterName'> {
  const names = path.split('/').filter(Boolean);
  const masterName = mode === 'sentinel' ? names.shift() : undefined;
  if (mode === 'sentinel' && !masterName)
    throw new RedisAddressError('must name the master, like redis+sentinel://host:26379,host:26379/mymaster');
  const [database = '0', ...more] = names;
  if (!DATABASE.test(database) || more.length > 0)
    throw new RedisAddressError('must end with the number of a database');
  if (mode === 'cluster' && Number(database) > 0)
    throw new RedisAddressError('must name no database: a cluster has one');
  return { database: Number(database), ...(masterName && { masterName: decoded(masterName) }) };
}

function parametersOf(query: string, mode: RedisAddress['mode']) {
  const values = Object.fromEntries(new URLSearchParams(query));
  const unknown = Object.keys(values).find((name) => !PARAMETERS[mode].includes(name));
  if (unknown !== undefined) throw new RedisAddressError(`must have no parameter but ${PARAMETERS[mode].join(', ')}`);
  const { keyPrefix = '', sentinelUsername, sentinelPassword } = values;
  if (!KEY_PREFIX.test(keyPrefix))
    throw new RedisAddressError('must have a keyPrefix of letters, digits and the characters . : / _ -');
  return { keyPrefix, sentinelUsername, sentinelPassword };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisAddressError('must have its user name and password percent-encoded');
  }
}
