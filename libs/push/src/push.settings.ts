import { createPrivateKey } from 'node:crypto';
import { settingsPart, type SettingsOf, settingTypes } from '#platform';
import { z } from 'zod';

const group = 'Push';

/** The JSON key file of a Google service account; only what OAuth needs is read. */
const serviceAccount = z.string().transform((text, context) => {
  const schema = z.object({
    project_id: z.string().min(1),
    client_email: z.string().min(1),
    private_key: z.string().refine(isRsaKey),
    token_uri: z.string().refine((uri) => URL.canParse(uri) && /^https?:$/.test(new URL(uri).protocol)),
  });
  const { data } = schema.safeParse(parseJson(text));
  if (data) return data;
  context.addIssue('must be the JSON of a service account: project_id, client_email, private_key, token_uri');
  return z.NEVER;
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

export const pushSettings = settingsPart(
  {
    FCM_SERVICE_ACCOUNT: serviceAccount.optional().meta({
      secret: true,
      group,
      description:
        'Key file of the Google service account that sends by Firebase Cloud Messaging, usually named by ' +
        '`FCM_SERVICE_ACCOUNT_FILE`. Without it devices that registered an FCM token get no push; Web Push needs no setting.',
      shown: 'none',
      example: '',
    }),
    FCM_ENDPOINT: settingTypes.origin.prefault('https://fcm.googleapis.com').meta({
      group,
      description: 'URL of Firebase Cloud Messaging (HTTP v1).',
    }),
  },
  {
    production: [
      ['FCM_ENDPOINT', 'must be https', ({ FCM_ENDPOINT }) => FCM_ENDPOINT.startsWith('https:')],
      [
        'FCM_SERVICE_ACCOUNT',
        'must have a token_uri that is https',
        ({ FCM_SERVICE_ACCOUNT }) => FCM_SERVICE_ACCOUNT?.token_uri.startsWith('https:') ?? true,
      ],
    ],
  },
);

declare module '#platform' {
  interface Settings extends SettingsOf<typeof pushSettings> {}
}
