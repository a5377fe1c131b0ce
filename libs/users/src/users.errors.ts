import { defineProblems } from '#platform';

export const userProblems = defineProblems({
  email_taken: { status: 409 },
  username_taken: { status: 409 },
  user_not_found: { status: 404 },
  avatar_not_an_image: { status: 400 },
  avatar_too_many_pixels: { status: 400 },
  avatar_missing: { status: 400 },
  avatars_busy: { status: 503, retryAfter: 2 },
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
