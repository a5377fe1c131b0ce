import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { renderAvatar } from './avatar-image';

const red = { r: 255, g: 0, b: 0 };
const blue = { r: 0, g: 0, b: 255 };

const plain = (width = 64, height = 48) => sharp({ create: { width, height, channels: 3, background: red } });
/** Random pixels, so that a file is long enough to be cut. */
const noise = () => sharp(randomBytes(200 * 200 * 3), { raw: { width: 200, height: 200, channels: 3 } });
/** Left half red, right half blue. */
const halves = () =>
  sharp(Buffer.from([255, 0, 0, 0, 0, 255]), { raw: { width: 2, height: 1, channels: 3 } }).resize(200, 200, {
    fit: 'fill',
    kernel: 'nearest',
  });

/** The colour of a pixel, rounded to pure red, green, blue: WebP loses a little of each. */
async function pixel(image: Buffer, left: number, top: number) {
  const [r, g, b] = await sharp(image).extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
  const pure = (value = 0) => Math.round(value / 255) * 255;
  return { r: pure(r), g: pure(g), b: pure(b) };
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A black image of one bit a pixel, with its compressed pixels or with others. */
function pngOf(width: number, height: number, pixels = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))))) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

const notAnImage = { name: 'AvatarError', code: 'avatar_not_an_image' };
const tooManyPixels = { name: 'AvatarError', code: 'avatar_too_many_pixels' };

describe('renderAvatar', () => {
  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('converts a %s to a WebP of 512×512', async (format) => {
    const avatar = await renderAvatar(await plain()[format]().toBuffer());
    expect(await sharp(avatar).metadata()).toMatchObject({ format: 'webp', width: 512, height: 512 });
    expect(await pixel(avatar, 256, 256)).toEqual(red);
  });

  it('keeps transparency', async () => {
    const clear = { r: 0, g: 0, b: 0, alpha: 0 };
    const png = await sharp({ create: { width: 9, height: 9, channels: 4, background: clear } })
      .png()
      .toBuffer();
    expect(await sharp(await renderAvatar(png)).stats()).toMatchObject({ isOpaque: false });
  });

  it('removes the location and all other metadata of a photo', async () => {
    const photo = await plain()
      .withExif({ IFD0: { Copyright: 'Jane Doe' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 0/1' } })
      .withIccProfile('p3')
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret/></x:xmpmeta>')
      .jpeg()
      .toBuffer();
    expect(await sharp(photo).metadata()).toMatchObject({ exif: expect.any(Buffer), xmp: expect.any(Buffer) });

    const avatar = await renderAvatar(photo);
    const { exif, xmp, iptc, icc, comments, orientation } = await sharp(avatar).metadata();
    expect([exif, xmp, iptc, icc, comments, orientation]).toEqual(Array(6).fill(undefined));
    expect(avatar.includes('Jane Doe')).toBe(false);
  });

  it('applies the EXIF orientation', async () => {
    const turned = await halves().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const avatar = await renderAvatar(turned);
    expect(await pixel(avatar, 256, 50)).toEqual(red);
    expect(await pixel(avatar, 256, 460)).toEqual(blue);
  });

  it('uses the first frame of an animation', async () => {
    const frames = Buffer.concat([red, blue].map(({ r, g, b }) => Buffer.alloc(40 * 40 * 3, Buffer.from([r, g, b]))));
    const film = sharp(frames, { raw: { width: 40, height: 80, channels: 3, pageHeight: 40 } });
    for (const animation of [await film.clone().gif().toBuffer(), await film.clone().webp({ loop: 0 }).toBuffer()]) {
      expect(await sharp(animation).metadata()).toMatchObject({ pages: 2 });
      const avatar = await renderAvatar(animation);
      expect((await sharp(avatar).metadata()).pages).toBeUndefined();
      expect(await pixel(avatar, 256, 256)).toEqual(red);
    }
  });

  it('re-encodes a polyglot of image and HTML, without the HTML', async () => {
    const page = '<html><script>alert(1)</script></html>';
    const png = await plain().png().toBuffer();
    const inside = Buffer.concat([png.subarray(0, 33), pngChunk('tEXt', Buffer.from(`a\0${page}`)), png.subarray(33)]);
    for (const polyglot of [Buffer.concat([png, Buffer.from(page)]), inside])
      expect((await renderAvatar(polyglot)).includes('script')).toBe(false);
  });

  const others: [string, () => Promise<Buffer> | Buffer][] = [
    ['an empty file', () => Buffer.alloc(0)],
    ['text', () => Buffer.from('hello')],
    ['HTML, whatever its name', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    [
      'SVG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'),
    ],
    ['PDF', () => Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj')],
    ['TIFF', () => plain().tiff().toBuffer()],
    ['AVIF', () => plain().avif().toBuffer()],
    [
      'the first bytes of a PNG and then HTML',
      () => Buffer.from('\x89PNG\r\n\x1a\n<script>alert(1)</script>', 'latin1'),
    ],
  ];
  it.each(others)('rejects %s', async (_what, file) => {
    await expect(renderAvatar(await file())).rejects.toMatchObject(notAnImage);
  });

  it.each(['png', 'jpeg', 'webp', 'gif'] as const)('rejects a truncated %s', async (format) => {
    const file = await noise()[format]().toBuffer();
    await expect(renderAvatar(file.subarray(0, Math.floor(file.length * 0.7)))).rejects.toMatchObject(notAnImage);
  });

  it('keeps the error of the decoder out of the message, and in the cause', async () => {
    const error = await renderAvatar(Buffer.from('hello')).catch((error: unknown) => error);
    expect(error).toMatchObject({ message: 'This is not a PNG, JPEG, WebP or GIF image that can be read.' });
    expect((error as Error).cause).toBeInstanceOf(Error);
  });

  it('rejects a header that claims 900 megapixels, without decoding', async () => {
    const claim = pngOf(30_000, 30_000, deflateSync(Buffer.alloc(100)));
    expect(claim.length).toBeLessThan(1000);
    await expect(renderAvatar(claim)).rejects.toMatchObject(tooManyPixels);
  });

  it('rejects a decompression bomb: 50 kB, 400 megapixels', async () => {
    const bomb = pngOf(20_000, 20_000);
    expect(bomb.length).toBeLessThan(60_000);
    await expect(renderAvatar(bomb)).rejects.toMatchObject(tooManyPixels);
  });

  it('accepts 40 megapixels and not one row more', async () => {
    expect(await sharp(await renderAvatar(pngOf(8000, 5000))).metadata()).toMatchObject({ width: 512 });
    await expect(renderAvatar(pngOf(8000, 5001))).rejects.toMatchObject(tooManyPixels);
  });

  it('runs 2 and queues 16 of 513 concurrent uploads, rejects the rest, and then accepts uploads again', async () => {
    const file = await plain(8, 8).png().toBuffer();
    const answers = await Promise.allSettled(Array.from({ length: 513 }, () => renderAvatar(file)));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).toHaveLength(513 - 18);
    for (const { reason } of refused) expect(reason).toMatchObject({ name: 'AvatarError', code: 'avatars_busy' });
    expect(await renderAvatar(file)).toBeInstanceOf(Buffer);
  });
});
