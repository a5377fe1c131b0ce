import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { TestUser } from '../support/test-users';
import { problemSummary } from '../support/matchers';
import { type TestApp, testApp } from '../support/test-app';

const image = () => sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } });
const form = (file: Buffer | string, field = 'avatar', type = 'image/png') => {
  const body = new FormData();
  body.append(field, new Blob([file as never], { type }), '../../photo.png');
  return body;
};

describe('avatar', () => {
  let t: TestApp;
  let person: TestUser;
  beforeAll(async () => {
    t = await testApp();
    person = await t.as.verifiedUser();
  });
  afterAll(() => t.close());

  const put = (body: unknown, headers?: Record<string, string>) =>
    t.http.put('/api/profile/avatar', body, { token: person.access, headers });
  const upload = async (): Promise<string> => (await put(form(await image().png().toBuffer()))).body.avatar;
  const files = () => readdir(join(t.dataDir, 'avatars'));

  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('is taken as %s and kept as WebP', async (format) => {
    const { status, body } = await put(form(await image()[format]().toBuffer()));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: person.id,
      avatar: expect.stringMatching(`^${t.url}/avatars/[\\da-f]{32}\\.webp$`),
    });
    expect((await t.http.get('/api/profile', { token: person.access })).body.avatar).toBe(body.avatar);

    const served = await fetch(body.avatar);
    expect(served.headers.get('content-type')).toBe('image/webp');
    expect(served.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(served.headers.get('x-content-type-options')).toBe('nosniff');
    const { width, height, format: stored } = await sharp(Buffer.from(await served.arrayBuffer())).metadata();
    expect([width, height, stored]).toEqual([512, 512, 'webp']);
  });

  it('loses the metadata of the file', async () => {
    const photo = await image()
      .withExif({ IFD0: { Copyright: 'Jane Doe' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect(photo.includes('Jane Doe')).toBe(true);
    const { body } = await put(form(photo));
    const served = Buffer.from(await (await fetch(body.avatar)).arrayBuffer());
    expect(served.includes('Jane Doe')).toBe(false);
    expect((await sharp(served).metadata()).exif).toBeUndefined();
  });

  it('has a new address with each upload; the old file goes', async () => {
    const [first, second] = [await upload(), await upload()];
    expect(second).not.toBe(first);
    expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([404, 200]);
    expect(await files()).toEqual([second.split('/').at(-1)]);
  });

  it('is removed, with its file', async () => {
    const address = await upload();
    const remove = () => t.http.delete('/api/profile/avatar', { token: person.access });
    const { status, body } = await remove();
    expect([status, body.avatar]).toEqual([200, null]);
    const gone = await fetch(address);
    expect([gone.status, gone.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(await files()).toEqual([]);
    expect((await remove()).status).toBe(200);
  });

  it('of 5 MB is taken, of more not', async () => {
    const padded = async (size: number) => Buffer.concat([await image().png().toBuffer(), Buffer.alloc(size)], size);
    expect((await put(form(await padded(5 * 1024 * 1024)))).status).toBe(200);
    expect(problemSummary(await put(form(await padded(5 * 1024 * 1024 + 1))))).toEqual([413, 'body_too_large']);
    expect(problemSummary(await put(form(await padded(8 * 1024 * 1024))))).toEqual([413, 'body_too_large']);
  });

  it.each([
    ['text', 'hello'],
    ['a script in an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['HTML', '<!doctype html><script>alert(1)</script>'],
    ['an empty file', ''],
  ])('is not %s, whatever type it claims', async (_, file) => {
    const before = (await t.http.get('/api/profile', { token: person.access })).body.avatar;
    expect(problemSummary(await put(form(file)))).toEqual([400, 'avatar_not_an_image']);
    expect((await t.http.get('/api/profile', { token: person.access })).body.avatar).toBe(before);
  });

  it('is the part `avatar` of a form', async () => {
    const png = await image().png().toBuffer();
    expect(problemSummary(await put(form(png, 'picture')))).toEqual([400, 'avatar_missing']);
    expect(problemSummary(await put(new FormData()))).toEqual([400, 'avatar_missing']);
    expect(problemSummary(await put(png, { 'content-type': 'image/png' }))).toEqual([415, 'unsupported_media_type']);
    expect(problemSummary(await put({ avatar: 'x' }))).toEqual([415, 'unsupported_media_type']);
    expect(problemSummary(await put(undefined))).toEqual([415, 'unsupported_media_type']);
  });

  it.each([
    ['without a boundary', '--x', ''],
    ['cut off before the file', '--x\r\ncontent-dis', '; boundary=x'],
    [
      'cut off in the file',
      '--x\r\ncontent-disposition: form-data; name="avatar"; filename="a"\r\n\r\nabc',
      '; boundary=x',
    ],
    ['of something else', 'hello', '; boundary=x'],
  ])('is refused in a form %s', async (_, body, parameter) => {
    const answer = await put(body, { 'content-type': `multipart/form-data${parameter}` });
    expect(problemSummary(answer)).toEqual([400, 'bad_request']);
  });

  it('comes after other fields of the form as well', async () => {
    const body = form(await image().png().toBuffer());
    const both = new FormData();
    both.append('note', 'hello');
    both.append('avatar', body.get('avatar')!);
    expect((await put(both)).status).toBe(200);
  });

  it.each(['nothing.webp', '..%2f..%2fsecret.key', `${'0'.repeat(32)}.webp`, '.'])(
    'there is none at %s',
    async (name) => {
      expect(problemSummary(await t.http.get(`/avatars/${name}`))).toEqual([404, 'not_found']);
    },
  );
});
