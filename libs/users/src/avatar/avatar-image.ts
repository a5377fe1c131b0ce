import sharp from 'sharp';
import { AvatarError } from './avatar.errors';
import { BoundedQueue } from './bounded-queue';

const SIDE = 512;
// Above what phones take by default. Decoded, a pixel has 4 bytes, at worst (interlaced PNG of 16 bits) 8: 320 MB an image.
const MAX_PIXELS = 40_000_000;
// 40 megapixels take about 1 s at worst; what takes longer than this was made to.
const DECODE_TIMEOUT_SECONDS = 10;

// Only these four decoders run at all, chosen by the first bytes of the file: the parsers of SVG, PDF, TIFF, HEIF
// and the rest never see an upload.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});
// One thread an image: avatars must not take every core from the requests beside them.
sharp.concurrency(1);
// No upload is decoded twice, so a cache would only hold memory.
sharp.cache(false);

// 2 at once bound the memory; 16 waiting are a few seconds of work, beyond that "try again" is the better answer.
const queue = new BoundedQueue({ running: 2, waiting: 16 }, () => new AvatarError('avatars_busy'));

/**
 * Decodes an upload and draws it anew as a WebP of 512×512 without metadata: nothing of the file itself survives.
 * Of an animation the first frame is taken.
 * @throws {AvatarError} `avatar_not_an_image`, `avatar_too_many_pixels`, `avatars_busy`
 */
export async function renderAvatar(file: Buffer): Promise<Buffer> {
  return queue.run(async () => {
    await checkPixelCount(file);
    return decodeOrThrow(() =>
      sharp(file, { failOn: 'error', limitInputPixels: MAX_PIXELS })
        .autoOrient()
        .resize(SIDE, SIDE, { fit: 'cover' })
        .webp()
        .timeout({ seconds: DECODE_TIMEOUT_SECONDS })
        .toBuffer(),
    );
  });
}

/** Reads the size from the header alone, so that an image too large costs nothing. */
async function checkPixelCount(file: Buffer): Promise<void> {
  const { width, height } = await decodeOrThrow(() => sharp(file, { limitInputPixels: false }).metadata());
  if (width * height > MAX_PIXELS) throw new AvatarError('avatar_too_many_pixels');
}

async function decodeOrThrow<T>(decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (cause) {
    throw new AvatarError('avatar_not_an_image', { cause });
  }
}
