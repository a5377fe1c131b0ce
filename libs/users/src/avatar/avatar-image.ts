import sharp from 'sharp';
import { AvatarError } from './avatar.errors';
import { BoundedQueue } from './bounded-queue';

const SIDE = 512;
// More than phones produce by default. A decoded pixel has 4 bytes, at worst (interlaced PNG of 16 bits) 8: 320 MB per image.
const MAX_PIXELS = 40_000_000;
// 40 megapixels take about 1 s at worst. An image that takes longer than this is an attack.
const DECODE_TIMEOUT_SECONDS = 10;

// Only these four decoders are enabled; libvips chooses by the first bytes of the file. The parsers of SVG, PDF, TIFF,
// HEIF and all others never read an upload.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});
// One thread per image: avatars must not use all cores while requests wait.
sharp.concurrency(1);
// No upload is decoded twice, so a cache would only waste memory.
sharp.cache(false);

// 2 at once limit the memory. 16 waiting are a few seconds of work; more are answered with 503.
const queue = new BoundedQueue({ running: 2, waiting: 16 }, () => new AvatarError('avatars_busy'));

/**
 * Decodes an upload and encodes it as a WebP of 512×512 without metadata. No byte of the file is kept.
 * Of an animation, the first frame is used.
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

/** Reads the size from the header, so that an image that is too large is not decoded. */
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
