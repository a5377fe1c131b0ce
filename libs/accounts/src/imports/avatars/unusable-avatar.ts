import type { RecordFault } from '../source-account';

const messages = {
  avatar_not_found: 'The folder of --avatars has no such file.',
  avatar_outside_folder: 'The path leads out of the folder of --avatars.',
  avatar_not_a_file: 'It is not a regular file.',
  avatar_too_large: 'The file has more than 5 MiB.',
  avatar_unreadable: 'The file can not be read.',
};

/** A picture can't be imported; its account can. */
export class UnusableAvatar extends Error {
  override readonly name = 'UnusableAvatar';
  constructor(
    readonly code: keyof typeof messages,
    options?: ErrorOptions,
  ) {
    super(messages[code], options);
  }
}

/** In the report. */
export const avatarWarning = ({ code, message }: { code: string; message: string }): RecordFault => ({
  field: 'avatar',
  code,
  message,
});
