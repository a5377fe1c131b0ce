import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, getPriority } from 'node:os';
import { hashSync } from 'bcrypt';
import { Metrics, Problem, Settings } from '#platform';
import { PasswordHasher } from './password-hasher';

const hashers: PasswordHasher[] = [];

function hasherOf(BCRYPT_COST: number, scheme: Partial<Settings> = {}): PasswordHasher {
  const settings = {
    PASSWORD_HASH: 'bcrypt' as const,
    ARGON2_MEMORY: 1,
    ARGON2_PASSES: 1,
    BCRYPT_COST,
    WEB_CONCURRENCY: 1,
    ...scheme,
  };
  const hasher = new PasswordHasher(Object.assign(new Settings(), settings), new Metrics());
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

  describe('with argon2id', () => {
    const argon2id = hasherOf(4, { PASSWORD_HASH: 'argon2id' });

    it('knows its own hashes again, each salted anew', async () => {
      const [one, other] = await Promise.all([argon2id.hash('securepass123'), argon2id.hash('securepass123')]);
      expect(one).toMatch(/^\$argon2id\$v=19\$m=1024,t=1,p=1\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{43}$/);
      expect(one).not.toBe(other);
      expect(await argon2id.verify('securepass123', one)).toEqual(right);
      expect(await argon2id.verify('Securepass123', one)).toEqual(wrong);
    });

    it.each([
      ['a NUL', 'secure\0pass', 'secure\0word'],
      ['4,000 characters', 'x'.repeat(4000) + '1', 'x'.repeat(4000) + '2'],
    ])('distinguishes passwords after %s', async (_, password, other) => {
      const stored = await argon2id.hash(password);
      expect(await argon2id.verify(other, stored)).toEqual(wrong);
      expect(await argon2id.verify(password, stored)).toEqual(right);
    });

    it('takes é composed and decomposed for the same', async () => {
      expect(await argon2id.verify('cafe\u0301', await argon2id.hash('caf\u00e9'))).toEqual(right);
      expect(await argon2id.verify('caf\u00e9', await argon2id.hash('cafe\u0301'))).toEqual(right);
    });

    it('wants the hashes of bcrypt made anew, and bcrypt those of argon2id', async () => {
      expect(await argon2id.verify('securepass123', await hasher.hash('securepass123'))).toEqual(old);
      expect(await hasher.verify('securepass123', await argon2id.hash('securepass123'))).toEqual(old);
      expect(await hasher.verify('securepass12', await argon2id.hash('securepass123'))).toEqual(wrong);
    });

    it.each([{ ARGON2_MEMORY: 2 }, { ARGON2_PASSES: 2 }])('wants a hash without %j made anew', async (changed) => {
      const stored = await argon2id.hash('securepass123');
      expect(await hasherOf(4, { PASSWORD_HASH: 'argon2id', ...changed }).verify('securepass123', stored)).toEqual(old);
    });

    it.each([undefined, '', '!unusable'])('finds no password right where the hash is %s', async (stored) => {
      for (const password of ['', 'securepass123']) expect(await argon2id.verify(password, stored)).toEqual(wrong);
    });
  });

  it('wants a hash of another cost made anew', async () => {
    const stored = await hasherOf(5).hash('securepass123');
    expect(await hasher.verify('securepass123', stored)).toEqual(old);
    expect(await hasher.verify('securepass12', stored)).toEqual(wrong);
  });

  // Of Django's own tests and of Django 3.2, of the Rust port's, of Openwall's bcrypt, of Firebase's own page, and of
  // Python's hashlib and argon2-cffi.
  const vectors = [
    ['lètmein', 'pbkdf2_sha256$12000$seasalt$Ybw8zsFxqja97tY/o6G+Fy1ksY4U/Hw3DRrGED6Up4s='],
    ['lètmein', 'pbkdf2_sha256$870000$seasalt$wJSpLMQRQz0Dhj/pFpbyjMj71B2gUYp6HJS5AU+32Ac='],
    ['ExjGmyUT73bFoT', 'pbkdf2_sha256$24000$KQ8zeK6wKRuR$cmhbSt1XVKuO4FGd9+AX8qSBD4Z0395nZatXTJpEtTY='],
    ['ExjGmyUT73bFoT', 'bcrypt_sha256$$2b$12$LZSJchsWG/DrBy1erNs4eeYo6tZNlLFQmONdxN9HPesa1EyXVcTXK'],
    ['ExjGmyUT73bFoT', '$2b$12$LZSJchsWG/DrBy1erNs4ee31eJ7DaWiuwhDOC7aqIyqGGggfu6Y/.'],
    ['U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['U*U', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['lètmein', 'bcrypt$$2b$12$vSRGDfbGSh61Me0xYLLAS.tJ2/3aTzkSpKLy/oRDfmhvYGbEMOrUq'],
    ['lètmein', 'bcrypt_sha256$$2b$12$3NqudV6CU4gI3s.J6h6M8O0DUivmKAIZneDaSYp55YFa5pnLeg6Xa'],
    ['lètmein', 'pbkdf2_sha1$260000$2mB0hRbuBRFLiUmPgJCReO$79ueZq6f10LDCKKxac/yPZMvhRQ='],
    ['lètmein', 'argon2$argon2id$v=19$m=102400,t=2,p=8$ZHJWbWtuWnlXNFZCODdIaWlGcFVCeA$cw2eepVJrvowfZABSIXsUw'],
    ['lètmein', '$argon2id$v=19$m=7168,t=5,p=1$Dx4tPEtaaXiHlqW0w9Lh8A$QbLYiP3kfNcW3rbb4F5Zd5sU4b0GfIs6bZ9U8XRbFkQ'],
    ['lètmein', '$argon2i$v=19$m=512,t=2,p=2$c29tZXNhbHQ$0bBK1b2XQO5hG1AkiBo+hg'],
    [
      'lètmein',
      'scrypt$16384$seasalt$8$5$ECMIUp+LMxMSK8xB/IVyba+KYGTI7FTnet025q/1f/vBAVnnP3hdYqJuRi+mJn6ji6ze3Fbb7JEFPKGpuEf5vw==',
    ],
    [
      'lètmein',
      'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==',
    ],
    ['lètmein', '$pbkdf2-sha256$i=27500$Dx4tPEtaaXiHlqW0w9Lh8A$wX3qIst0guCaknvoWeQBDeUSy7RdTLHiWnntejow+sA'],
    [
      'lètmein',
      '$pbkdf2-sha256$i=27500$Dx4tPEtaaXiHlqW0w9Lh8A$wX3qIst0guCaknvoWeQBDeUSy7RdTLHiWnntejow+sDWtFaZi9mNfaTUa/krxB4s+3yRm8HHVSEDV1AO1b5Crg',
    ],
    [
      'lètmein',
      '$pbkdf2-sha512$i=30000$Dx4tPEtaaXiHlqW0w9Lh8A$vM2LmBz27MlgZCfinh+vx/vZGGb2xaIQqEOM879F/VoKI2wBV9Q5eAkAYE5hW3IIeYsacppC/coEkP/mNFLAgA',
    ],
    [
      'lètmein',
      '$pbkdf2$i=20000$Dx4tPEtaaXiHlqW0w9Lh8A$SKayP114r0z1H8oXKWrXYuex0DzNt4QqqTP1o+PGtvderdTsmD9Z9IEwNYfwvmiBkmekbZrenBEh4gqN5D8x0Q',
    ],
    [
      'user1password',
      '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
    ],
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
