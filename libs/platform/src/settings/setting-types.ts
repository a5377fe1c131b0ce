import { z } from 'zod';

/** `30s`, `10m`, `24h`, `30d`: seconds. */
function duration(fallback: string) {
  return z
    .string()
    .regex(/^[1-9]\d{0,6}[smhd]$/, 'must be a number and a unit: 30s, 10m, 24h, 30d')
    .default(fallback)
    .transform(
      (text) => Number(text.slice(0, -1)) * { s: 1, m: 60, h: 3600, d: 86_400 }[text.at(-1) as 's' | 'm' | 'h' | 'd']!,
    );
}

const RETENTION = /^(off|0|[1-9]\d{0,5}[hdy])$/;
const MAX_RETENTION = 100 * 365 * 86_400;

/** `30d`, `2y`: seconds. `off` or `0`: `null`, which keeps the data. */
function retention(fallback: string) {
  return z
    .string()
    .regex(RETENTION, 'must be a number and a unit, or off: 720h, 30d, 2y, off')
    .default(fallback)
    .transform((text) =>
      text === 'off' || text === '0'
        ? null
        : Number(text.slice(0, -1)) * { h: 3600, d: 86_400, y: 365 * 86_400 }[text.at(-1) as 'h' | 'd' | 'y']!,
    )
    .refine((seconds) => seconds === null || seconds <= MAX_RETENTION, 'must be at most 100y');
}

/** `5/15m`: at most 5 in 15 minutes. */
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

/** Without a fallback it may be missing. */
function boolean(fallback: boolean | undefined) {
  const given = z.enum(['true', 'false'], 'must be true or false');
  const text = fallback === undefined ? given.optional() : given.prefault(fallback ? 'true' : 'false');
  return text.transform((value) => (value === undefined ? undefined : value === 'true'));
}

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

/** Types of settings that several modules use. */
export const settingTypes = { duration, retention, rateLimit, boolean, integer, url, origin, list };

/** The value of a `rateLimit` setting. */
export type RateLimitSetting = z.output<ReturnType<typeof rateLimit>>;
