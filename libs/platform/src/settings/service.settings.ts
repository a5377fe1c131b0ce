import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { settingTypes } from './setting-types';
import { settingsPart } from './settings-part';

const { boolean, duration, integer, list, origin } = settingTypes;
const group = 'Service';

export const serviceSettings = settingsPart(
  {
    NODE_ENV: z
      .enum(['development', 'test', 'production'])
      .default('development')
      .meta({ group, description: '`production` refuses to start where a setting is missing or unsafe.' }),
    PORT: integer(0, 65_535, 3000).meta({ group, description: 'Port to listen on.' }),
    HOST: z.string().min(1).default('127.0.0.1').meta({ group, description: 'Address to listen on.' }),
    PUBLIC_URL: origin.optional().meta({
      group,
      description: 'Public URL of the service; also the issuer of its tokens.',
      shown: 'http://localhost:PORT',
      example: 'https://auth.example.com',
    }),
    FRONTEND_URL: z
      .string()
      .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
        message: 'must be an http(s) address, like https://app.example.com',
      })
      .transform((text) => text.replace(/\/+$/, ''))
      .optional()
      .meta({
        group,
        description:
          'Where links in mails lead: `/verify-email/{token}`, `/reset-password/{token}`, `/confirm-email/{token}`, ' +
          '`/not-me/{token}`, `/invitation/{token}`. ' +
          'While it is `PUBLIC_URL`, the service serves these pages itself.',
        shown: 'PUBLIC_URL',
        example: 'https://app.example.com',
      }),
    CORS_ORIGINS: list.pipe(z.array(origin)).default([]).meta({
      group,
      description: 'Browser origins that may call the API: exact, comma-separated.',
      example: 'https://app.example.com,https://admin.example.com',
    }),
    CSP_REPORT_URI: z
      .string()
      .refine((text) => URL.canParse(text) && new URL(text).protocol === 'https:' && !/[;,"\s]/.test(text), {
        message: 'must be an https address without spaces, quotes, commas and semicolons',
      })
      .optional()
      .meta({
        group,
        description:
          'Where browsers report violations of the Content-Security-Policy. Reports about a page of a mailed link have ' +
          'its address, so use an endpoint of yours.',
        shown: 'none',
        example: 'https://reports.example.com/csp',
      }),
    TRUST_PROXY: z
      .string()
      .refine(
        (text) =>
          /^(off|true|false|\d{1,2}|((loopback|linklocal|uniquelocal|[\da-fA-F.:]+(\/\d+)?)(, *|$))+)$/.test(text),
        {
          message: 'must be off, a number of proxies, or their addresses or networks, comma-separated',
        },
      )
      .default('off')
      .meta({
        group,
        description:
          'The proxies whose `X-Forwarded-For` is trusted: `off` for none, the number of proxies in front, or their ' +
          'addresses or networks (`10.0.0.0/8`, `loopback`, `uniquelocal`), comma-separated; `true` trusts every client.',
        example: '10.0.0.0/8',
      }),
    REQUEST_TIMEOUT: duration('30s').meta({
      group,
      description:
        'Time within which a request must arrive, headers and body; after that it is answered 408 and closed.',
    }),
    WEB_CONCURRENCY: z
      .string()
      .regex(/^(auto|[1-9]\d?)$/, 'must be a number of processes from 1 to 99, or auto')
      .default('1')
      .transform((text) => (text === 'auto' ? availableParallelism() : Number(text)))
      .meta({
        group,
        description:
          'Processes that serve on `PORT`, or `auto` for one per core. More than one requires `REDIS_URL`. SIGUSR2 restarts ' +
          'them one after the other.',
        example: 'auto',
      }),
    SHUTDOWN_DELAY: integer(0, 120, 0).meta({
      group,
      description:
        'Seconds after SIGTERM in which `/health/ready` answers 503 and requests are served still, so that a load balancer ' +
        'sends them elsewhere.',
      example: '5',
    }),
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info')
      .meta({ group, description: 'Minimum log level (JSON lines on standard output).' }),
    DOCS_ENABLED: boolean(undefined).meta({
      group,
      description: 'Whether `/docs` and `/openapi.json` are served.',
      shown: 'true, in production false',
      example: 'true',
    }),
    CONSOLE_ENABLED: boolean(true).meta({
      group,
      description: 'Whether the admin console (`/console`) and the account pages (`/account`) are served.',
    }),
    METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional().meta({
      secret: true,
      group,
      description: 'Bearer token that `/metrics` requires. In production `/metrics` is closed without one.',
      shown: 'none',
      example: 'a-long-random-string',
    }),
  },
  {
    production: [
      ['PUBLIC_URL', 'must be set, and https', ({ PUBLIC_URL }) => PUBLIC_URL?.startsWith('https:') ?? false],
      ['FRONTEND_URL', 'must be https', ({ FRONTEND_URL }) => FRONTEND_URL?.startsWith('https:') ?? true],
      [
        'CORS_ORIGINS',
        'must all be https',
        ({ CORS_ORIGINS }) => CORS_ORIGINS.every((allowed) => allowed.startsWith('https:')),
      ],
      ['TRUST_PROXY', 'must name the proxies, or their number,', ({ TRUST_PROXY }) => TRUST_PROXY !== 'true'],
    ],
  },
);
