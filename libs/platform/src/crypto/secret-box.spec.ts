import { randomBytes } from 'node:crypto';
import { Settings } from '../settings/settings';
import { SecretBox } from './secret-box';

const box = (key = randomBytes(32)) =>
  new SecretBox(Object.assign(new Settings(), { SECRET_KEY: key.toString('base64') }));

describe('SecretBox', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const secrets = box();
    const sealed = secrets.seal('mail', 'grüße');
    expect(secrets.open('mail', sealed)).toBe('grüße');
    expect(secrets.seal('mail', 'grüße')).not.toBe(sealed);
    expect(sealed).not.toContain('gr');
  });

  it('refuses another purpose, another key and a changed byte', () => {
    const secrets = box();
    const sealed = secrets.seal('mail', 'text');
    expect(() => secrets.open('keys', sealed)).toThrow();
    expect(() => box().open('mail', sealed)).toThrow();
    for (let at = 0; at < Buffer.from(sealed, 'base64url').length; at++) {
      const bytes = Buffer.from(sealed, 'base64url');
      bytes[at]! ^= 1;
      expect(() => secrets.open('mail', bytes.toString('base64url'))).toThrow();
    }
    expect(() => secrets.open('mail', '')).toThrow();
  });
});
