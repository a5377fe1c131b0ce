import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { isEmailAddress } from '../validation/email-address';

/** `30s`, `10m`, `24h`, `30d` → seconds. */
function duration(fallback: string) {
  return z
    .string()
    .regex(/^[1-9]\d{0,6}[smhd]$/, 'must be a number and a unit: 30s, 10m, 24h, 30d')
    .default(fallback)
    .transform(
      (text) => Number(text.slice(0, -1)) * { s: 1, m: 60, h: 3600, d: 86_400 }[text.at(-1) as 's' | 'm' | 'h' | 'd']!,
    );
}

/**
 * Seconds: what may be longer than an access token (revocations, retired keys) is kept for this, whatever is set.
 * Whoever wants longer sign-ins wants refresh tokens.
 */
export const MAX_ACCESS_TOKEN_TTL = 86_400;

/** `5/15m` → at most 5 in 15 minutes. */
function rateLimit(fallback: string) {
  return z
    .string()
    .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,4}[smhd]$/, 'must be a count and a window: 5/15m')
    .default(fallback)
    .transform((text) => {
      const [limit, window] = text.split('/') as [string, string];
      return { limit: Number(limit), windowSeconds: duration('1s').parse(window) };
    });
}

const flag = (fallback: boolean | undefined) =>
  z
    .enum(['true', 'false'], 'must be true or false')
    .transform((text) => text === 'true')
    .optional()
    .transform((value) => value ?? fallback);

const integer = (min: number, max: number, fallback: number) =>
  z.coerce.number(`must be a whole number from ${min} to ${max}`).int().min(min).max(max).default(fallback);

const url = (protocols: string[], example: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL like ${example}`,
  });

const origin = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).pathname === '/', {
    message: 'must be an http(s) address without a path, like https://auth.example.com',
  })
  .transform((text) => new URL(text).origin);

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

/** The JSON file that Google hands out for a service account; only what signing in takes is read. */
const serviceAccount = z.string().transform((text, context) => {
  const read = z.object({
    project_id: z.string().min(1),
    client_email: z.string().min(1),
    private_key: z.string().refine(isPrivateKey),
    token_uri: z.string().refine((uri) => URL.canParse(uri) && /^https?:$/.test(new URL(uri).protocol)),
  });
  const { data } = read.safeParse(parsedJson(text));
  if (data) return data;
  context.addIssue('must be the JSON of a service account: project_id, client_email, private_key, token_uri');
  return z.NEVER;
});

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/**
 * Every setting: name, rule, default, and in `meta` what `docs/configuration.md` and `.env.example` say of it
 * (`group`, `description`, `example`, and `shown` where the default is not a plain value).
 */
export const settingsSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .meta({ group: 'Service', description: '`production` refuses to start where a setting is missing or unsafe.' }),
  PORT: integer(0, 65_535, 3000).meta({ group: 'Service', description: 'Port to listen on.' }),
  HOST: z.string().min(1).default('127.0.0.1').meta({ group: 'Service', description: 'Address to listen on.' }),
  PUBLIC_URL: origin.optional().meta({
    group: 'Service',
    description: 'The outside address of the service; also the issuer of its tokens.',
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
      group: 'Service',
      description:
        'Where links in mails lead: `/verify-email/{token}`, `/reset-password/{token}`, `/confirm-email/{token}`, ' +
        '`/not-me/{token}`. ' +
        'While it is `PUBLIC_URL`, the service serves these pages itself.',
      shown: 'PUBLIC_URL',
      example: 'https://app.example.com',
    }),
  CORS_ORIGINS: list.pipe(z.array(origin)).default([]).meta({
    group: 'Service',
    description: 'Browser origins that may call the API: exact, comma-separated.',
    example: 'https://app.example.com,https://admin.example.com',
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
      group: 'Service',
      description:
        'Whose `X-Forwarded-For` to believe: `off` for nobody, the number of proxies in front, or their addresses or ' +
        'networks (`10.0.0.0/8`, `loopback`, `uniquelocal`), comma-separated; `true` believes everybody.',
      example: '10.0.0.0/8',
    }),
  REQUEST_TIMEOUT: duration('30s').meta({
    group: 'Service',
    description: 'Time in which a request must arrive, headers and body together; then it gets 408 and is cut off.',
  }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .meta({ group: 'Service', description: 'Least level of a line in the log (JSON lines on standard output).' }),
  DOCS_ENABLED: flag(undefined).meta({
    group: 'Service',
    description: 'Whether `/docs` and `/openapi.json` are served.',
    shown: 'true, in production false',
    example: 'true',
  }),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional().meta({
    group: 'Service',
    description: 'Bearer token that `/metrics` asks for. In production `/metrics` is closed without one.',
    shown: 'none',
    example: 'a-long-random-string',
  }),

  DATA_DIR: z
    .string()
    .min(1)
    .default('./var')
    .meta({ group: 'Storage', description: 'Folder of all that the embedded defaults keep, and of avatars.' }),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/name').optional().meta({
    group: 'Storage',
    description: 'PostgreSQL 15 or later. Without it an embedded PostgreSQL runs under `DATA_DIR`.',
    shown: 'embedded',
    example: 'postgres://auth:secret@db.example.com:5432/auth?sslmode=verify-full',
  }),
  DATABASE_POOL_SIZE: integer(2, 200, 10).meta({
    group: 'Storage',
    description:
      'Connections to PostgreSQL of each process, for its requests; one more listens, and up to ten run jobs.',
  }),
  DATABASE_CONNECT_TIMEOUT: duration('5s').meta({
    group: 'Storage',
    description: 'Longest wait for a connection; then the request gets 503.',
  }),
  DATABASE_STATEMENT_TIMEOUT: duration('10s').meta({
    group: 'Storage',
    description: 'Longest time of one statement; then the request gets 503.',
  }),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379').optional().meta({
    group: 'Storage',
    description:
      'Redis 7 or later, for more than one process: presence is shared and rate limits are counted there. Without it each process knows and counts for itself.',
    shown: 'memory',
    example: 'rediss://:secret@redis.example.com:6379',
  }),

  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:password@host:587')
    .optional()
    .meta({
      group: 'Mail',
      description:
        'Mail server: `smtps://` for TLS from the start, `smtp://` for STARTTLS where offered (`?requireTLS=true` insists). ' +
        'Without it mails are kept as `.eml` files under `DATA_DIR/mail`, and the log shows each link.',
      shown: 'files',
      example: 'smtps://user:secret@mail.example.com:465',
    }),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]+$/)
    .default('CollabSphere <no-reply@localhost>')
    .meta({ group: 'Mail', description: 'Sender of all mails.' }),

  FCM_SERVICE_ACCOUNT: serviceAccount.optional().meta({
    group: 'Push',
    description:
      'Key file of the Google service account that sends by Firebase Cloud Messaging, usually named by ' +
      '`FCM_SERVICE_ACCOUNT_FILE`. Without it devices that registered an FCM token get no push; Web Push needs no setting.',
    shown: 'none',
    example: '',
  }),
  FCM_ENDPOINT: origin.default('https://fcm.googleapis.com').meta({
    group: 'Push',
    description: 'Where Firebase Cloud Messaging (HTTP v1) is.',
  }),
  PUSH_TRUSTED_ORIGINS: list.pipe(z.array(origin)).default([]).meta({
    group: 'Push',
    description:
      'Web Push services inside your own network: exact, comma-separated. All others must be https on a public address.',
    example: 'https://push.example.internal',
  }),

  SECRET_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length >= 32, {
      message: 'must be at least 32 random bytes in base64',
    })
    .optional()
    .meta({
      group: 'Security',
      description:
        'At least 32 random bytes in base64 (`openssl rand -base64 32`). Encrypts signing keys and other secrets at rest.',
      shown: 'made once under DATA_DIR; required in production',
      example: '',
    }),
  ACCESS_TOKEN_TTL: duration('10m')
    .refine((seconds) => seconds <= MAX_ACCESS_TOKEN_TTL, 'must be at most 24h')
    .meta({
      group: 'Security',
      description:
        'Life of an access token, at most 24h (1h in production). It holds for those that are out, too: a shorter one ends them sooner.',
    }),
  REFRESH_TOKEN_TTL: duration('30d').meta({
    group: 'Security',
    description: 'A session ends when it has not been refreshed for this long.',
  }),
  SESSION_TTL: duration('180d').meta({
    group: 'Security',
    description: 'A session ends at this age, however often it was refreshed.',
  }),
  BCRYPT_COST: integer(4, 16, 12).meta({
    group: 'Security',
    description:
      'Cost of a password hash (at least 10 in production). A login re-hashes a password stored at another cost.',
  }),
  DEFAULT_ROLE: z.string().min(1).default('user').meta({ group: 'Security', description: 'Role of a new account.' }),
  RESERVED_USERNAMES: list.default([]).meta({
    group: 'Security',
    description:
      'Usernames that nobody may take, comma-separated, beside those that are always reserved (`admin`, `support`, …). ' +
      '`create-owner` may.',
    example: 'acme,acme-support',
  }),
  BOOTSTRAP_ADMIN_EMAIL: z.string().refine(isEmailAddress, 'must be an e-mail address').optional().meta({
    group: 'Security',
    description: 'With the password below: makes the first owner at start, once.',
    shown: 'none',
    example: 'admin@example.com',
  }),
  BOOTSTRAP_ADMIN_PASSWORD: z
    .string()
    .min(8, 'must have at least 8 characters')
    .optional()
    .meta({ group: 'Security', description: 'Password of the first owner.', shown: 'none', example: '' }),

  RATE_LIMIT_SCALE: z.coerce
    .number('must be a number above 0')
    .positive()
    .default(1)
    .meta({ group: 'Rate limits', description: 'Multiplies every limit below (load tests set it high).' }),
  RATE_LIMIT_REGISTER: rateLimit('20/1h').meta({ group: 'Rate limits', description: 'Registrations from one IP.' }),
  RATE_LIMIT_LOGIN: rateLimit('100/15m').meta({ group: 'Rate limits', description: 'Logins from one IP.' }),
  RATE_LIMIT_LOGIN_FAILURES: rateLimit('10/15m').meta({
    group: 'Rate limits',
    description: 'Failed logins for one account.',
  }),
  RATE_LIMIT_MAIL: rateLimit('20/1h').meta({
    group: 'Rate limits',
    description: 'Mails (forgotten password, verification) asked for from one IP.',
  }),
  RATE_LIMIT_MAIL_ACCOUNT: rateLimit('5/1h').meta({
    group: 'Rate limits',
    description: 'Mails (forgotten password, verification) asked for one account.',
  }),
  RATE_LIMIT_TOKEN: rateLimit('100/15m').meta({
    group: 'Rate limits',
    description: 'Tokens from mails tried from one IP.',
  }),
  RATE_LIMIT_REFRESH: rateLimit('600/15m').meta({ group: 'Rate limits', description: 'Refreshes from one IP.' }),
  RATE_LIMIT_OAUTH: rateLimit('600/15m').meta({
    group: 'Rate limits',
    description: 'Tokens asked for or revoked by services (`/oauth/token`, `/oauth/revoke`) from one IP.',
  }),
  RATE_LIMIT_OAUTH_FAILURES: rateLimit('60/15m').meta({
    group: 'Rate limits',
    description: 'Wrong secrets told for one service. The right one is never refused.',
  }),
});

type Parsed = z.infer<typeof settingsSchema>;

/** The settings as the service uses them: what has a default by derivation is filled in. Durations are seconds. */
export type SettingsValues = Omit<Parsed, 'PUBLIC_URL' | 'FRONTEND_URL' | 'SECRET_KEY' | 'DOCS_ENABLED'> & {
  PUBLIC_URL: string;
  FRONTEND_URL: string;
  SECRET_KEY: string;
  DOCS_ENABLED: boolean;
};
