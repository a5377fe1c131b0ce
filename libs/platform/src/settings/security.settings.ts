import { z } from 'zod';
import { settingsPart } from './settings-part';

export const securitySettings = settingsPart(
  {
    SECRET_KEY: z
      .string()
      .refine((text) => Buffer.from(text, 'base64').length >= 32, {
        message: 'must be at least 32 random bytes in base64',
      })
      .optional()
      .meta({
        secret: true,
        group: 'Security',
        description:
          'At least 32 random bytes in base64 (`openssl rand -base64 32`). Encrypts signing keys and other secrets at rest.',
        shown: 'made once under DATA_DIR; required in production',
        example: '',
      }),
  },
  {
    production: [
      ['SECRET_KEY', 'must be set', ({ SECRET_KEY }) => Boolean(SECRET_KEY)],
      ['SECRET_KEY', 'must be random bytes', ({ SECRET_KEY }) => SECRET_KEY === undefined || looksRandom(SECRET_KEY)],
    ],
  },
);

/** 32 random bytes have about 30 different values; fewer than 20 mean zeros or a repeated word. */
function looksRandom(secret: string): boolean {
  return new Set(Buffer.from(secret, 'base64')).size >= 20;
}
