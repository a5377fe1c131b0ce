import { generateKeyPairSync } from 'node:crypto';
import { FakeIssuer } from '../follower/issuer.fake';
import { RemoteKeySet } from './remote-key-set';

const jwk = (kid: string) => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'ES256',
});
const MINUTE = 60_000;

describe('RemoteKeySet', () => {
  let issuer: FakeIssuer;
  let keys: RemoteKeySet;
  const asked = () => issuer.count('/.well-known/jwks.json');

  beforeEach(async () => {
    issuer = await FakeIssuer.open();
    issuer.jwks = [jwk('a')];
    keys = new RemoteKeySet(
      { issuer: issuer.url, credentials: { clientId: 'c', clientSecret: 's' } },
      { warn: () => undefined },
    );
  });
  afterEach(() => issuer.close());

  it('sends one request for many concurrent calls', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => keys.find('a', 0)));
    expect(found.every((key) => key?.asymmetricKeyType === 'ec')).toBe(true);
    expect(asked()).toBe(1);
    expect(keys.find('a', 1)).not.toBeInstanceOf(Promise);
  });

  it('fetches again for an unknown key, but not more often than the limit', async () => {
    await keys.find('a', 0);
    for (let n = 0; n < 100; n++) expect(await keys.find(`junk-${n}`, 1000 + n)).toBeUndefined();
    expect(asked()).toBe(1);
    issuer.jwks.push(jwk('b'));
    expect(await keys.find('b', 10_000)).toBeDefined();
    expect(asked()).toBe(2);
  });

  it('fetches for an unknown key after the clock was set back', async () => {
    await keys.find('a', 60 * MINUTE);
    issuer.jwks.push(jwk('b'));
    expect(await keys.find('b', 10_000)).toBeDefined();
  });

  it('removes a withdrawn key, and its tokens become invalid', async () => {
    await keys.find('a', 0);
    issuer.jwks = [jwk('b')];
    expect(await keys.find('b', 10_000)).toBeDefined();
    expect(await keys.find('a', 10_001)).toBeUndefined();
    expect(keys.isValid('a', 10_001)).toBe(false);
  });

  it('refreshes in the background after a while', async () => {
    await keys.find('a', 0);
    expect(keys.find('a', 6 * MINUTE)).not.toBeInstanceOf(Promise);
    while (asked() < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('keeps its keys while the issuer is down', async () => {
    await keys.find('a', 0);
    issuer.failWith = 503;
    expect(await keys.find('b', 10_000)).toBeUndefined();
    expect(await keys.find('a', 10_001)).toBeDefined();
  });

  it('ignores keys for another purpose', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
    issuer.jwks = [{ ...rsa, kid: 'r' }, { ...jwk('e'), use: 'enc' }, { ...jwk('h'), alg: 'HS256' }, { kty: 'EC' }];
    for (const [n, kid] of ['r', 'e', 'h'].entries()) expect(await keys.find(kid, (n + 1) * 10_000)).toBeUndefined();
  });
});
