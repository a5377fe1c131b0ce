import { isKnownDevice } from './known-device.policy';

const firefox = (version: number) =>
  `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
const seen = (about: { token?: string; userAgent?: string; ip?: string }) => ({
  deviceKey: about.token ? Buffer.from(about.token) : null,
  userAgent: about.userAgent ?? firefox(140),
  ip: about.ip ?? '203.0.113.7',
});

describe('a device without a push token', () => {
  it.each([
    ['the same again', {}, true],
    ['another version', { userAgent: firefox(141) }, true],
    ['another address of the network', { ip: '203.0.200.1' }, true],
    ['another network', { ip: '198.51.100.7' }, false],
    ['another program', { userAgent: 'curl/8.5.0' }, false],
    ['IPv6 instead', { ip: '2001:db8::7' }, false],
    ['no address at all', { ip: '' }, false],
  ])('%s', (_, about, known) =>
    expect(isKnownDevice(seen(about), [seen({ userAgent: 'other' }), seen({})])).toBe(known),
  );

  it('with IPv6 is known within its provider’s network', () => {
    const before = [seen({ ip: '2001:db8:1:2::3' })];
    expect(isKnownDevice(seen({ ip: '2001:db8:ffff::1' }), before)).toBe(true);
    expect(isKnownDevice(seen({ ip: '2001:db9::1' }), before)).toBe(false);
  });
});

describe('a device with a push token', () => {
  it('is known by it in any network', () => {
    expect(isKnownDevice(seen({ token: 'a', ip: '198.51.100.7', userAgent: 'x' }), [seen({ token: 'a' })])).toBe(true);
  });

  it('is distinguished from another device of the same model', () => {
    expect(isKnownDevice(seen({ token: 'b' }), [seen({ token: 'a' }), seen({})])).toBe(false);
  });
});

it('the very first is new', () => expect(isKnownDevice(seen({}), [])).toBe(false));
