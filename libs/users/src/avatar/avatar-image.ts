import type Sharp from 'sharp';
import { AvatarError } from './avatar.errors';
import { BoundedQueue } from './bounded-queue';

/** 5 MiB: a photo of a phone. */
export const MAX_AVATAR_BYTES = 5 * 1024 * 1024;

const SIDE = 512;
// More than phones produce by default. A decoded pixel has 4 bytes, at worst (interlaced PNG of 16 bits) 8: 320 MB per image.
const MAX_PIXELS = 40_000_000;
// 40 megapixels take about 1 s at worst. An image that takes longer than this is an attack.
const DECODE_TIMEOUT_SECONDS = 10;

let sharp: Promise<typeof Sharp> | undefined;

/** Many a process never gets an upload, and libvips takes some 20 MB. */
const loadSharp = () => (sharp ??= import('sharp').then((module) => configure(module.default)));

function configure(library: typeof Sharp): typeof Sharp {
  // Only these four decoders are enabled; libvips chooses by the first bytes of the file. The parsers of SVG, PDF, TIFF,
  // HEIF and all others never read an upload.
  library.block({ operation: ['VipsForeignLoad'] });
  library.unblock({
    operation: [
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadWebpBuffer',
      'VipsForeignLoadNsgifBuffer',
    ],
  });
  // One thread per image: avatars must not use all cores while requests wait.
  library.concurrency(1);
  // No upload is decoded twice, so a cache would only waste memory.
  library.cache(false);
  return library;
}

// 2 at once limit the memory. 16 waiting are a few seconds of work; more are answered with 503.
const queue = new BoundedQueue({ running: 2, waiting: 16 }, () => new AvatarError('avatars_busy'));

/**
 * Decodes an upload and encodes it as a WebP of 512×512 without metadata. No byte of the file is kept.
 * Of an animation, the first frame is used.
 * @throws {AvatarError} `avatar_not_an_image`, `avatar_too_many_pixels`, `avatars_busy`
 */
export async function renderAvatar(file: Buffer): Promise<Buffer> {
  return queue.run(async () => {
    const image = await loadSharp();
    // From the header, so that an image that is too large is not decoded.
    const { width, height } = await decodeOrThrow(() => image(file, { limitInputPixels: false }).metadata());
    if (width * height > MAX_PIXELS) throw new AvatarError('avatar_too_many_pixels');
    return decodeOrThrow(() =>
      image(file, { failOn: 'error', limitInputPixels: MAX_PIXELS })
        .autoOrient()
        .resize(SIDE, SIDE, { fit: 'cover' })
        .webp()
        .timeout({ seconds: DECODE_TIMEOUT_SECONDS })
        .toBuffer(),
    );
  });
}

async function decodeOrThrow<T>(decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (cause) {
    throw new AvatarError('avatar_not_an_image', { cause });
  }
}
