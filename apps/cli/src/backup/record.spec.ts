import { isCopied } from './record';

it.each(['avatars/a.webp', 'audit-archive/1.ndjson', 'postgresql.txt', 'an-avatar.webp'])('%s is copied', (path) => {
  expect(isCopied(path)).toBe(true);
});

it.each(['postgres/PG_VERSION', 'postgres.password', 'postgres.log', 'mail/1.eml', 'secret.key', 'secret.key.123'])(
  '%s is not copied, nor restored from an older backup',
  (path) => {
    expect(isCopied(path)).toBe(false);
  },
);
