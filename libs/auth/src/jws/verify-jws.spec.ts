import { constants, createHmac, createSecretKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Jwk, VerificationKey } from './jwk';
import { JwsError } from './jws.error';
import { verifyJws } from './verify-jws';

const joe = 'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';

/** Published examples, letter by letter. */
const published: Record<string, { alg: string; key: Jwk; jws: string; payload: string }> = {
  'RFC 7515 A.1': {
    alg: 'HS256',
    key: {
      kty: 'oct',
      k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    },
    jws: `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${joe}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
    payload: '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}',
  },
  'RFC 7515 A.2': {
    alg: 'RS256',
    key: {
      kty: 'RSA',
      n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
      e: 'AQAB',
    },
    jws: `eyJhbGciOiJSUzI1NiJ9.${joe}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
    payload: '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}',
  },
  'RFC 7515 A.3': {
    alg: 'ES256',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
    jws: `eyJhbGciOiJFUzI1NiJ9.${joe}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
    payload: '{"iss":"joe",\r\n "exp":1300819380,\r\n "http://example.com/is_root":true}',
  },
  'RFC 7515 A.4': {
    alg: 'ES512',
    key: {
      kty: 'EC',
      crv: 'P-521',
      x: 'AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk',
      y: 'ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2',
    },
    jws: 'eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn',
    payload: 'Payload',
  },
  'RFC 8037 A.4': {
    alg: 'EdDSA',
    key: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    jws: 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    payload: 'Example of Ed25519 signing',
  },
};

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicJwk = ec.publicKey.export({ format: 'jwk' }) as Jwk;

function signed(header: object, { payload = 'e30', key = ec.privateKey } = {}): string {
  const data = `${encode(header)}.${payload}`;
  return `${data}.${sign('sha256', Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof JwsError) return error.code;
    throw error;
  }
  return 'accepted';
};
const es256 = { algorithms: ['ES256'] };

describe.each(Object.entries(published))('verify: %s', (_name, { alg, key, jws, payload }) => {
  it('accepts it', () => {
    expect(verifyJws(jws, { keys: [key] }, { algorithms: [alg] }).payload.toString()).toBe(payload);
  });

  it('refuses it if the algorithm is not allowed', () => {
    const others = ['ES256', 'RS256', 'HS256', 'ES512', 'EdDSA', 'PS256'].filter((other) => other !== alg);
    expect(codeOf(() => verifyJws(jws, [key], { algorithms: others }))).toBe('algorithm_not_allowed');
  });

  it.each(['header', 'payload', 'signature'])('refuses it with one bit of its %s turned', (part) => {
    const parts = jws.split('.');
    const index = ['header', 'payload', 'signature'].indexOf(part);
    const bytes = Buffer.from(parts[index]!, 'base64url');
    // Not in the header's JSON syntax: a white space or letter inside it.
    bytes[bytes.length >> 1]! ^= 1;
    parts[index] = bytes.toString('base64url');
    expect(codeOf(() => verifyJws(parts.join('.'), [key], { algorithms: [alg] }))).not.toBe('accepted');
  });
});

describe('verify', () => {
  it('selects by kid among the keys of a set, and accepts a KeyObject', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) as Jwk;
    const keys = [
      { ...other, kid: 'a' },
      { ...publicJwk, kid: 'b' },
    ];
    expect(codeOf(() => verifyJws(signed({ alg: 'ES256', kid: 'b' }), { keys }, es256))).toBe('accepted');
    expect(codeOf(() => verifyJws(signed({ alg: 'ES256', kid: 'a' }), { keys }, es256))).toBe('bad_signature');
    expect(codeOf(() => verifyJws(signed({ alg: 'ES256', kid: 'c' }), { keys }, es256))).toBe('no_key');
    expect(codeOf(() => verifyJws(signed({ alg: 'ES256' }), [ec.publicKey], es256))).toBe('accepted');
  });

  it.each([
    ['alg none', 'algorithm_not_allowed', () => `${encode({ alg: 'none' })}.e30.`],
    ['alg None, allowed by mistake', 'algorithm_not_allowed', () => `${encode({ alg: 'None' })}.e30.`],
    ['an extension that must be understood', 'unsupported', () => signed({ alg: 'ES256', crit: ['exp'] })],
    ['an unencoded payload', 'unsupported', () => signed({ alg: 'ES256', b64: false })],
    ['a key of its own in the header', 'no_key', () => signed({ alg: 'ES256', jwk: publicJwk, kid: 'mine' })],
    ['no algorithm', 'malformed', () => signed({ typ: 'JWT' })],
    ['a header that is a list', 'malformed', () => `W10.e30.${signed({ alg: 'ES256' }).split('.')[2]}`],
    ['two parts', 'malformed', () => 'e30.e30'],
    ['four parts', 'malformed', () => `${signed({ alg: 'ES256' })}.e30`],
    ['nothing', 'malformed', () => ''],
    ['padding', 'malformed', () => `${signed({ alg: 'ES256' })}==`],
    ['base64 that is not of URLs', 'malformed', () => signed({ alg: 'ES256' }, { payload: 'e30+' })],
    ['a signature in DER', 'bad_signature', () => inDer()],
    ['no signature', 'bad_signature', () => `${encode({ alg: 'ES256' })}.e30.`],
    ['a signature of zeros', 'bad_signature', () => `${encode({ alg: 'ES256' })}.e30.${'A'.repeat(86)}`],
  ])('refuses %s', (_name, code, jws) => {
    const keys = [{ ...publicJwk, kid: 'k' }];
    expect(codeOf(() => verifyJws(jws(), keys, { algorithms: ['ES256', 'none', 'None'] }))).toBe(code);
  });

  it('does not use a public key as a secret, though both algorithms are allowed', () => {
    const pem = ec.publicKey.export({ format: 'pem', type: 'spki' });
    const data = `${encode({ alg: 'HS256' })}.e30`;
    const mac = createSecretKey(Buffer.from(pem));
    const jws = `${data}.${createHmac('sha256', mac).update(data).digest('base64url')}`;
    expect(codeOf(() => verifyJws(jws, [ec.publicKey], { algorithms: ['ES256', 'HS256'] }))).toBe('no_key');
  });

  it('uses a key only for its purpose, and no weak one', () => {
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect(codeOf(() => verifyJws(signed({ alg: 'ES256' }, { key: p384.privateKey }), [p384.publicKey], es256))).toBe(
      'no_key',
    );
    for (const jwk of [{ use: 'enc' }, { alg: 'ES384' }, { key_ops: ['sign'] }])
      expect(codeOf(() => verifyJws(signed({ alg: 'ES256' }), [{ ...publicJwk, ...jwk }], es256))).toBe('no_key');
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const data = `${encode({ alg: 'RS256' })}.e30`;
    const jws = `${data}.${sign('sha256', Buffer.from(data), weak.privateKey).toString('base64url')}`;
    expect(codeOf(() => verifyJws(jws, [weak.publicKey], { algorithms: ['RS256'] }))).toBe('no_key');
  });

  it.each([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ])('refuses for %s a secret shorter than its hash', (alg, bytes) => {
    const outcome = (length: number) => {
      const secret = createSecretKey(Buffer.alloc(length, 7));
      const data = `${encode({ alg })}.e30`;
      const jws = `${data}.${createHmac(`sha${alg.slice(2)}`, secret)
        .update(data)
        .digest('base64url')}`;
      const jwk = secret.export({ format: 'jwk' }) as Jwk;
      return [secret, jwk].map((key) => codeOf(() => verifyJws(jws, [key], { algorithms: [alg] })));
    };
    expect(outcome(bytes)).toEqual(['accepted', 'accepted']);
    expect(outcome(bytes - 1)).toEqual(['no_key', 'no_key']);
    expect(outcome(1)).toEqual(['no_key', 'no_key']);
  });

  it('refuses an ambiguous set of keys', () => {
    const secret = createSecretKey(Buffer.alloc(32, 7));
    const oct = { ...(secret.export({ format: 'jwk' }) as Jwk), kid: 's' };
    const own = { ...publicJwk, kid: 'k' };
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) as Jwk;
    const jws = signed({ alg: 'ES256', kid: 'k' });
    const outcome = (keys: VerificationKey[]) => codeOf(() => verifyJws(jws, { keys: keys as Jwk[] }, es256));
    expect(outcome([own, oct])).toBe('ambiguous_keys');
    expect(outcome([ec.publicKey, secret])).toBe('ambiguous_keys');
    expect(outcome([own, { ...other, kid: 'k' }])).toBe('ambiguous_keys');
    expect(outcome([own, { ...other, kid: 'x' }, { ...other, kid: 'x' }])).toBe('ambiguous_keys');
    expect(outcome([own, { ...other, kid: 'x' }, other, publicJwk])).toBe('accepted');
  });

  it('keeps RS256 and PS256 of one key apart', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const data = `${encode({ alg: 'PS256' })}.e30`;
    const pss = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const [good, bad] = [pss, rsa.privateKey].map(
      (key) => `${data}.${sign('sha256', Buffer.from(data), key).toString('base64url')}`,
    ) as [string, string];
    expect(codeOf(() => verifyJws(good, [rsa.publicKey], { algorithms: ['PS256'] }))).toBe('accepted');
    expect(codeOf(() => verifyJws(bad, [rsa.publicKey], { algorithms: ['PS256'] }))).toBe('bad_signature');
  });
});

function inDer(): string {
  const data = `${encode({ alg: 'ES256' })}.e30`;
  return `${data}.${sign('sha256', Buffer.from(data), ec.privateKey).toString('base64url')}`;
}
