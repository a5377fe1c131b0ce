import { settingsPart, type SettingsOf, settingTypes } from '#platform';
import { z } from 'zod';

const group = 'Mail';

export const mailSettings = settingsPart(
  {
    SMTP_URL: settingTypes
      .url(['smtp:', 'smtps:'], 'smtp://user:password@host:587')
      .optional()
      .meta({
        secret: true,
        group,
        description:
          'Mail server: `smtps://` for TLS from the start, `smtp://` for STARTTLS where offered (`?requireTLS=true` insists). ' +
          'Without it mails are kept as `.eml` files under `DATA_DIR/mail`, and the log shows each link.',
        shown: 'files',
        example: 'smtps://user:secret@mail.example.com:465',
      }),
    MAIL_FROM: z
      .string()
      .regex(/^[^\r\n]+$/)
      .default('CollabSphere <no-reply@localhost>')
      .meta({ group, description: 'Sender of all mails.' }),
  },
  {
    production: [
      ['SMTP_URL', 'must be set', ({ SMTP_URL }) => Boolean(SMTP_URL)],
      ['MAIL_FROM', 'must be an address of yours', ({ MAIL_FROM }) => !MAIL_FROM.includes('@localhost')],
    ],
  },
);

declare module '#platform' {
  interface Settings extends SettingsOf<typeof mailSettings> {}
}
