import { promisify } from 'node:util';
import type { LookupAddress } from 'node:dns';
import { isPublicAddress, isPublicUrl, publicLookup } from './public-address';

describe('isOutsideAddress', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001:81b::200a'])(
    '%s is',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'localhost',
    '',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('isOutsideUrl', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com:443/abc',
    'https://wns2-par02p.notify.windows.com/w/?token=abc',
  ])('%s is', (url) => expect(isPublicUrl(url)).toBe(true));

  it.each([
    'http://fcm.googleapis.com/abc',
    'https://fcm.googleapis.com:8443/abc',
    'https://user@fcm.googleapis.com/abc',
    'https://user:secret@fcm.googleapis.com/abc',
    'https://8.8.8.8/abc',
    'https://127.0.0.1/abc',
    'https://127.1/abc',
    'https://2130706433/abc',
    'https://0x7f.1/abc',
    'https://[::1]/abc',
    'https://[2606:4700:4700::1111]/abc',
    'https://localhost/abc',
    'https://localhost./abc',
    'https://push.localhost/abc',
    'https://push/abc',
    'https://printer.local/abc',
    'https://metadata.google.internal/abc',
    'https://metadata.google.internal./abc',
    'https://router.home.arpa/abc',
    'https://ⓛocalhost/abc',
    'ftp://fcm.googleapis.com/abc',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('%s is not', (url) => expect(isPublicUrl(url)).toBe(false));
});

describe('outsideLookup', () => {
  const resolve = promisify(publicLookup as never) as (name: string, options: object) => Promise<LookupAddress[]>;

  it.each([{ all: true }, {}, { family: 4 }])('refuses a name that leads inside, with %j', async (options) => {
    await expect(resolve('localhost', options)).rejects.toMatchObject({ code: 'EINTERNAL' });
  });

  it('says why a name can not be resolved', async () => {
    await expect(resolve('nothing.invalid', { all: true })).rejects.toMatchObject({
      code: expect.stringMatching(/^E(NOTFOUND|AI_AGAIN)$/),
    });
  });
});
