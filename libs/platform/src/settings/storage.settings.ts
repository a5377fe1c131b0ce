import { z } from 'zod';
import { settingTypes } from './setting-types';
import { settingsPart } from './settings-part';
import { redisUrl } from './redis-url';
import { isProtectedLink, type Link } from './unencrypted-links';

const { duration, integer, list, url } = settingTypes;
const group = 'Storage';

interface DatabaseAddresses {
  DATABASE_URL?: string;
  DATABASE_DIRECT_URL?: string;
  DATABASE_REPLICA_URL?: string;
  ALLOW_UNENCRYPTED: Link[];
}

/** What holds for every address of a database in production. */
const databaseRules = (
  name: keyof Omit<DatabaseAddresses, 'ALLOW_UNENCRYPTED'>,
): [typeof name, string, (settings: DatabaseAddresses) => boolean][] => [
  [
    name,
    'must not have a default password',
    ({ [name]: address = '' }) => !/:\/\/(postgres:postgres|root:root|postgres:password|postgres:)@/.test(address),
  ],
  [name, 'must not switch off certificate checks', ({ [name]: address = '' }) => !/sslmode=no-verify/.test(address)],
  [
    name,
    'must have sslmode=verify-full, or `database` in ALLOW_UNENCRYPTED,',
    ({ [name]: address, ALLOW_UNENCRYPTED }) => isProtectedLink('database', address, ALLOW_UNENCRYPTED),
  ],
];

export const storageSettings = settingsPart(
  {
    DATA_DIR: z
      .string()
      .min(1)
      .default('./var')
      .meta({ group, description: 'Folder for avatars, the embedded PostgreSQL and mails that are kept as files.' }),
    DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/name').optional().meta({
      secret: true,
      group,
      description: 'PostgreSQL 15 or later. Without it an embedded PostgreSQL runs under `DATA_DIR`.',
      shown: 'embedded',
      example: 'postgres://auth:secret@db.example.com:5432/auth?sslmode=verify-full',
    }),
    DATABASE_DIRECT_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/name')
      .optional()
      .meta({
        secret: true,
        group,
        description:
          'The same database without a pooler in transaction mode: for LISTEN, locks and migrations. To be set if `DATABASE_URL` ' +
          'leads to such a pooler ([database.md](database.md#a-pooler)).',
        shown: '`DATABASE_URL`',
        example: 'postgres://auth:secret@db.example.com:5432/auth?sslmode=verify-full',
      }),
    DATABASE_REPLICA_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/name')
      .optional()
      .meta({
        secret: true,
        group,
        description:
          'A streaming replica, which answers lists of users and audit entries, exports and statistics ' +
          '([database.md](database.md#a-replica)).',
        shown: 'none',
        example: 'postgres://auth:secret@replica.example.com:5432/auth?sslmode=verify-full',
      }),
    DATABASE_REPLICA_MAX_LAG: duration('1s').meta({
      group,
      description: 'How long a read waits for the replica to catch up; after that the primary answers.',
    }),
    DATABASE_POOL_SIZE: integer(2, 200, 10).meta({
      group,
      description:
        'Connections to PostgreSQL per process for requests; one more is for LISTEN, and up to ten are for jobs.',
    }),
    DATABASE_CONNECT_TIMEOUT: duration('5s').meta({
      group,
      description: 'Longest wait for a connection; after that the request is answered 503.',
    }),
    DATABASE_STATEMENT_TIMEOUT: duration('10s').meta({
      group,
      description: 'Longest time of one statement; after that the request is answered 503.',
    }),
    DATABASE_PREPARED_STATEMENTS: z
      .enum(['auto', 'true', 'false'], 'must be auto, true or false')
      .default('auto')
      .meta({
        group,
        description:
          'Whether statements that run often are prepared once for each connection. `auto`: not behind a pooler in transaction ' +
          'mode. `true` behind one that supports prepared statements (PgBouncer from 1.21 with `max_prepared_statements`).',
      }),
    REDIS_URL: redisUrl.optional().meta({
      secret: true,
      group,
      description:
        'Redis 7 or later, for more than one process: presence and rate limits are shared. Without it each process has its ' +
        'own. A cluster: `rediss+cluster://user:password@host:6379,host:6379`. Sentinels: ' +
        '`rediss+sentinel://user:password@host:26379,host:26379/mymaster`. More: [redis.md](redis.md).',
      shown: 'memory',
      example: 'rediss://:secret@redis.example.com:6379',
    }),
    ALLOW_UNENCRYPTED: list
      .pipe(z.array(z.enum(['database', 'redis'], 'must be database or redis')))
      .default([])
      .meta({
        group,
        description:
          'Links to other machines that need no TLS in production, comma-separated: `database`, `redis`. For networks that ' +
          'encrypt by themselves.',
        example: 'redis',
      }),
  },
  {
    check: (settings) => {
      const { WEB_CONCURRENCY } = settings as { WEB_CONCURRENCY?: number };
      return (WEB_CONCURRENCY ?? 1) > 1 && !settings.REDIS_URL
        ? ['REDIS_URL: must be set with a WEB_CONCURRENCY above 1; presence and rate limits are shared there']
        : [];
    },
    production: [
      ['DATABASE_URL', 'must be set', ({ DATABASE_URL }) => Boolean(DATABASE_URL)],
      ...databaseRules('DATABASE_URL'),
      ...databaseRules('DATABASE_DIRECT_URL'),
      ...databaseRules('DATABASE_REPLICA_URL'),
      [
        'REDIS_URL',
        'must be rediss:// (or rediss+…), or `redis` in ALLOW_UNENCRYPTED,',
        ({ REDIS_URL, ALLOW_UNENCRYPTED }) => isProtectedLink('redis', REDIS_URL, ALLOW_UNENCRYPTED),
      ],
    ],
  },
);
