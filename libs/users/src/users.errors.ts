import { defineProblems } from '#platform';

export const userProblems = defineProblems({
  email_taken: { status: 409, title: 'E-mail taken', detail: 'An account with this e-mail address exists already.' },
  username_taken: {
    status: 409,
    title: 'Username taken',
    detail: 'This username, or one that looks like it, is in use.',
  },
  user_not_found: { status: 404, title: 'User not found', detail: 'There is no such user.' },
  avatar_not_an_image: {
    status: 400,
    title: 'Not an image',
    detail: 'The avatar must be a PNG, JPEG, WebP or GIF image.',
  },
  avatar_too_many_pixels: {
    status: 400,
    title: 'Too many pixels',
    detail: 'The avatar must have at most 40 megapixels.',
  },
  avatar_missing: {
    status: 400,
    title: 'Avatar missing',
    detail: 'Send the image as the part `avatar` of a multipart/form-data body.',
  },
  avatars_busy: {
    status: 503,
    title: 'Avatars busy',
    detail: 'Too many avatars are being processed; try again in a moment.',
    retryAfter: 2,
  },
});

/** Runs an insert or update, and turns a violation of a unique key into the problem of the field. */
export async function withUniqueProblems<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw uniqueViolationProblem(error) ?? error;
  }
}

function uniqueViolationProblem(error: unknown): Error | undefined {
  const { code, constraint } = (error as { driverError?: { code?: string; constraint?: string } }).driverError ?? {};
  if (code !== '23505') return undefined;
  if (constraint === 'users_email_key') return userProblems.email_taken();
  if (constraint?.startsWith('users_username_')) return userProblems.username_taken();
  return undefined;
}
