const messages = {
  avatar_not_an_image: 'This is not a PNG, JPEG, WebP or GIF image that can be read.',
  avatar_too_many_pixels: 'The image has more than 40 megapixels.',
  avatars_busy: 'Too many avatars are being processed. Try again in a moment.',
};

export type AvatarErrorCode = keyof typeof messages;

/** `message` is public. The error of the decoder is the `cause`, for the log only. */
export class AvatarError extends Error {
  override readonly name = 'AvatarError';
  constructor(
    readonly code: AvatarErrorCode,
    options?: ErrorOptions,
  ) {
    super(messages[code], options);
  }
}
