import { avatarPath } from './avatar-path';

describe('avatarPath', () => {
  it.each([
    'avatars/ann.png',
    'ann.png',
    './ann.png',
    '../ann.png',
    '/ann.png',
    'a picture: mine.png',
    '%2e%2e/ann.png',
  ])('takes %j for a path', (avatar) => expect(avatarPath(avatar)).toBe(avatar));

  it.each([
    'https://example.com/ann.png',
    'HTTP://127.0.0.1/ann.png',
    '//example.com/ann.png',
    String.raw`\\server\share\ann.png`,
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'gs:ann.png',
    undefined,
  ])('takes %j for none', (avatar) => expect(avatarPath(avatar)).toBeUndefined());
});
