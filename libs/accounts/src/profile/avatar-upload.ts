import type {} from '@fastify/multipart';
import { Problem, problems, msg } from '#platform';
import { MAX_AVATAR_BYTES, userProblems } from '#users';
import type { FastifyRequest } from 'fastify';

/**
 * The part `avatar` of a multipart body; the name and type that the client gives it are not looked at.
 * @throws {Problem} 400 `avatar_missing`, `bad_request`, 413 `body_too_large`, 415 `unsupported_media_type`
 */
export async function readAvatarUpload(request: FastifyRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw problems.unsupported_media_type();
  return rejectMalformedBody(async () => {
    const part = await request.file({ limits: { fileSize: MAX_AVATAR_BYTES, files: 1, fields: 8, fieldSize: 1024 } });
    if (part?.fieldname !== 'avatar') {
      part?.file.resume();
      throw userProblems.avatar_missing();
    }
    return part.toBuffer();
  });
}

/** A body without a boundary, or cut off, makes the parser throw plain errors; those for limits have a status. */
async function rejectMalformedBody<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof Problem || (cause as { statusCode?: number }).statusCode) throw cause;
    throw problems.bad_request({ detail: msg('problems.bad_request.multipart'), cause });
  }
}
