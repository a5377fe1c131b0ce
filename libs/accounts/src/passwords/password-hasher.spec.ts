import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, getPriority } from 'node:os';
import { hashSync } from 'bcrypt';
import { Metrics, Problem, Settings } from '#platform';
import { PasswordHasher } from './password-hasher';

const hashers: PasswordHasher[] = [];

function hasherOf(BCRYPT_COST: number): PasswordHasher {
  const hasher = new PasswordHasher(Object.assign(new Settings(), { BCRYPT_COST, WEB_CONCURRENCY: 1 }), new Metrics());
  hasher.onModuleInit();
  hashers.push(hasher);
  return hasher;
}

afterAll(() => Promise.all(hashers.map((hasher) => hasher.onApplicationShutdown())));

const right = { ok: true, stale: false };
const old = { ok: true, stale: true };
const wrong = { ok: false, stale: false };

describe('PasswordHasher', () => {
  const hasher = hasherOf(4);

  it('knows its own hashes again, each salted anew', async () => {
    const [one, other] = await Promise.all([hasher.hash('securepass123'), hasher.hash('securepass123')]);
    expect(one).toMatch(/^bcrypt-sha384\$\$2b\$04\$[./A-Za-z\d]{53}$/);
    expect(one).not.toBe(other);
    expect(await hasher.verify('securepass123', one)).toEqual(right);
  });

  it.each([
    ['another case', 'Securepass123', 'securepass123'],
    ['a space more at the end', 'securepass123', 'securepass123 '],
    ['a difference after 72 bytes', 'x'.repeat(72) + 'one', 'x'.repeat(72) + 'two'],
    ['a difference after 255 bytes', 'x'.repeat(255) + '1', 'x'.repeat(255) + '2'],
    ['a difference after a NUL', 'secure\0pass', 'secure\0word'],
    ['its own repetition by NUL', 'secret', 'secret\0secret'],
    ['nothing', 'securepass123', ''],
  ])('distinguishes a password from one with %s', async (_, password, other) => {
    const stored = await hasher.hash(password);
    expect(await hasher.verify(other, stored)).toEqual(wrong);
    expect(await hasher.verify(password, stored)).toEqual(right);
  });

  it('takes é composed and decomposed for the same', async () => {
    expect(await hasher.verify('cafe\u0301 au lait', await hasher.hash('caf\u00e9 au lait'))).toEqual(right);
    expect(await hasher.verify('caf\u00e9 au lait', await hasher.hash('cafe\u0301 au lait'))).toEqual(right);
  });

  it('wants a hash of another cost made anew', async () => {
    const stored = await hasherOf(5).hash('securepass123');
    expect(await hasher.verify('securepass123', stored)).toEqual(old);
    expect(await hasher.verify('securepass12', stored)).toEqual(wrong);
  });

  // Of Django's own tests, of the Rust port's, and of Openwall's bcrypt.
  const vectors = [
    ['lètmein', 'pbkdf2_sha256$12000$seasalt$Ybw8zsFxqja97tY/o6G+Fy1ksY4U/Hw3DRrGED6Up4s='],
    ['lètmein', 'pbkdf2_sha256$870000$seasalt$wJSpLMQRQz0Dhj/pFpbyjMj71B2gUYp6HJS5AU+32Ac='],
    ['ExjGmyUT73bFoT', 'pbkdf2_sha256$24000$KQ8zeK6wKRuR$cmhbSt1XVKuO4FGd9+AX8qSBD4Z0395nZatXTJpEtTY='],
    ['ExjGmyUT73bFoT', 'bcrypt_sha256$$2b$12$LZSJchsWG/DrBy1erNs4eeYo6tZNlLFQmONdxN9HPesa1EyXVcTXK'],
    ['ExjGmyUT73bFoT', '$2b$12$LZSJchsWG/DrBy1erNs4ee31eJ7DaWiuwhDOC7aqIyqGGggfu6Y/.'],
    ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ] as const;

  it.each(vectors)('verifies %s in %s, and wants it made anew', async (password, stored) => {
    expect(await hasher.verify(password, stored)).toEqual(old);
    expect(await hasher.verify(`${password}!`, stored)).toEqual(wrong);
  });

  it('reads plain bcrypt up to its 72 bytes, as it was written', async () => {
    const password = 'x'.repeat(300);
    expect(await hasher.verify(password, hashSync(password, 4))).toEqual(old);
    expect(await hasher.verify('x'.repeat(72), hashSync(password, 4))).toEqual(old);
    expect(await hasher.verify('x'.repeat(71), hashSync(password, 4))).toEqual(wrong);
  });

  it('finds an é in another’s hash however it was composed there', async () => {
    expect(await hasher.verify('cafe\u0301', hashSync('caf\u00e9', 4))).toEqual(old);
    expect(await hasher.verify('cafe\u0301', hashSync('cafe\u0301', 4))).toEqual(old);
  });

  it.each([undefined, '', 'garbage', '!unusable', 'bcrypt-sha384$', '$2b$31$' + '.'.repeat(53)])(
    'finds no password right where the hash is %s',
    async (stored) => {
      for (const password of ['', 'securepass123']) expect(await hasher.verify(password, stored)).toEqual(wrong);
    },
  );

  it.each([undefined, '!unusable'])(
    'computes a hash in full where the hash is %s, so that the time discloses nothing',
    async (stored) => {
      const slow = hasherOf(10);
      await slow.verify('wrong', undefined);
      const start = performance.now();
      await slow.verify('wrong', stored);
      // 56 ms where it was measured; a look at the hash alone takes less than 1.
      expect(performance.now() - start).toBeGreaterThan(10);
    },
  );

  it('serves in turn', async () => {
    const queued = hasherOf(6);
    const served: number[] = [];
    await Promise.all(Array.from({ length: 50 }, (_, n) => queued.hash('x').then(() => served.push(n))));
    // Each thread serves in turn, however slow: no more rising rows are woven into one than there are threads.
    const rows: number[] = [];
    for (const n of served) {
      const row = rows.findIndex((last) => last < n);
      rows[row < 0 ? rows.length : row] = n;
      rows.sort((one, other) => other - one);
    }
    expect(rows.length).toBeLessThanOrEqual(availableParallelism());
  });

  it('refuses with 503 what would wait longer than 5 s', async () => {
    const busy = hasherOf(12);
    const refusals: unknown[] = [];
    const length = 30 * availableParallelism();
    const attempts = Array.from({ length }, () =>
      busy.verify('wrong', undefined).catch((error) => refusals.push(error)),
    );
    await new Promise(setImmediate);

    // 19 of 260 ms wait for each thread; as many as there are threads are at work, or wait for one to start.
    expect(refusals.length).toBeGreaterThanOrEqual(length - 21 * availableParallelism());
    expect(refusals.length).toBeLessThanOrEqual(length - 19 * availableParallelism());
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(Problem);
      expect(refusal).toMatchObject({ status: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    }
    await busy.onApplicationShutdown();
    await Promise.all(attempts);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('hashes in threads of a lower priority, and only there', async () => {
    await hasher.hash('securepass123');
    const nices = readdirSync('/proc/self/task').map((thread) => {
      const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
      // Field 19 of proc(5); the second, a name in parentheses, may hold blanks.
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    });
    expect(nices).toContain(5);
    expect(getPriority()).toBeLessThan(5);
  });
});
