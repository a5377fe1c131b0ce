import { generateKeyPairSync } from 'node:crypto';
import { VerificationKeys } from './verification-keys';

const { publicKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('VerificationKeys', () => {
  let keys: VerificationKeys;
  let changes: number;
  beforeEach(() => {
    keys = new VerificationKeys();
    changes = 0;
    keys.subscribe(() => changes++);
  });

  it('are valid until they retire', () => {
    keys.replace([
      { kid: 'a', key, retiresAt: 1000 },
      { kid: 'b', key },
    ]);
    expect([999, 1000].map((now) => [keys.isValid('a', now), keys.isValid('b', now)])).toEqual([
      [true, true],
      [false, true],
    ]);
    expect(keys.find('a', 999)).toBe(key);
    expect(keys.find('a', 1000)).toBeUndefined();
  });

  it('that were withdrawn stay withdrawn, whatever a lagging source says', () => {
    keys.replace([{ kid: 'a', key }]);
    keys.replace([
      { kid: 'a', key, retiresAt: 0 },
      { kid: 'b', key },
    ]);
    for (const late of [[{ kid: 'a', key }], [{ kid: 'a', key, retiresAt: 5000 }]]) {
      keys.replace(late);
      expect(keys.isValid('a', 1000)).toBe(false);
    }
  });

  it('may be missing for a moment if two sources differ', () => {
    for (const set of [['a', 'b'], ['a'], ['a', 'b']]) keys.replace(set.map((kid) => ({ kid, key })));
    expect(keys.isValid('b')).toBe(true);
  });

  it('notify listeners of changes only', () => {
    keys.replace([{ kid: 'a', key }]);
    keys.replace([{ kid: 'a', key }]);
    expect(changes).toBe(1);
    keys.replace([{ kid: 'a', key, retiresAt: 1000 }]);
    expect(changes).toBe(2);
    keys.replace([]);
    expect(changes).toBe(3);
  });

  it('are waited for briefly if a token arrives before the notification of its key', async () => {
    const found = keys.find('a');
    keys.replace([{ kid: 'b', key }]);
    keys.replace([{ kid: 'a', key }]);
    expect(await found).toBe(key);
    expect(await keys.find('junk')).toBeUndefined();
  });
});
