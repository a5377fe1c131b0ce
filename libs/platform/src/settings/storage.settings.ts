import { z } from 'zod';
import { settingTypes } from './setting-types';
import { settingsPart } from './settings-part';
import { isProtectedLink } from './unencrypted-links';

const { boolean, duration, integer, list, url } = settingTypes;
const group = 'Storage';

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
    DATABASE_PREPARED_STATEMENTS: boolean(true).meta({
      group,
      description:
        'Whether statements that run often are prepared once for each connection. `false` behind a pooler that hands each ' +
        'transaction another connection and does not support prepared statements.',
    }),
    REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379').optional().meta({
      secret: true,
      group,
      description:
        'Redis 7 or later, for more than one process: presence and rate limits are shared. Without it each process has its own.',
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
      [
        'DATABASE_URL',
        'must not have a default password',
        ({ DATABASE_URL = '' }) =>
          !/:\/\/(postgres:postgres|root:root|postgres:password|postgres:)@/.test(DATABASE_URL),
      ],
      [
        'DATABASE_URL',
        'must not switch off certificate checks',
        ({ DATABASE_URL = '' }) => !/sslmode=no-verify/.test(DATABASE_URL),
      ],
      [
        'DATABASE_URL',
        'must have sslmode=verify-full, or `database` in ALLOW_UNENCRYPTED,',
        ({ DATABASE_URL, ALLOW_UNENCRYPTED }) => isProtectedLink('database', DATABASE_URL, ALLOW_UNENCRYPTED),
      ],
      [
        'REDIS_URL',
        'must be rediss://, or `redis` in ALLOW_UNENCRYPTED,',
        ({ REDIS_URL, ALLOW_UNENCRYPTED }) => isProtectedLink('redis', REDIS_URL, ALLOW_UNENCRYPTED),
      ],
    ],
  },
);
