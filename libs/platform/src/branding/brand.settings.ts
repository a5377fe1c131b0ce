import { z } from 'zod';
import { settingsPart } from '../settings/settings-part';
import { isEmailAddress } from '../validation/email-address';
import { readLogo } from './brand-logo';
import { hasEnoughContrast, MIN_CONTRAST } from './brand-palette';
import { isHexColor } from './color';

const group = 'Languages and branding';

export const brandSettings = settingsPart(
  {
    BRAND_NAME: z
      .string()
      .trim()
      .regex(/^[^\p{Cc}\p{Cf}]{1,40}$/u, 'must be 1 to 40 characters')
      .default('CollabSphere')
      .meta({ group, description: 'The name of the platform in mails and on pages.' }),
    BRAND_COLOR: z
      .string()
      .refine(isHexColor, 'must be a colour in the form #3b4fd8')
      .refine(
        (color) => !isHexColor(color) || hasEnoughContrast(color),
        `must be dark enough for text on a light ground: a contrast of at least ${MIN_CONTRAST}:1 to #f3f4f8 (WCAG 2.2, 1.4.3)`,
      )
      .transform((color) => color.toLowerCase())
      .prefault('#3b4fd8')
      .meta({
        group,
        description: 'The colour of buttons and links. Dark screens get a lighter one, computed from it.',
      }),
    BRAND_LOGO: z.string().optional().meta({
      group,
      description:
        'Path of a logo: SVG, PNG, WebP or JPEG, at most 200 kB. The service serves it itself. Mails show the name only.',
      shown: 'none',
      example: '/etc/collabsphere/logo.svg',
    }),
    SUPPORT_EMAIL: z.string().refine(isEmailAddress, 'must be an e-mail address').optional().meta({
      group,
      description: 'Where people get help, in mails and on pages.',
      shown: 'none',
      example: 'help@example.com',
    }),
    SUPPORT_URL: z
      .string()
      .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
        message: 'must be an http(s) address, like https://help.example.com',
      })
      .optional()
      .meta({
        group,
        description: 'A page where people get help; shown in place of the address where both are set.',
        shown: 'none',
        example: 'https://help.example.com',
      }),
  },
  {
    check: ({ BRAND_LOGO }) => {
      const logo = BRAND_LOGO === undefined ? undefined : readLogo(BRAND_LOGO);
      return typeof logo === 'string' ? [`BRAND_LOGO: ${logo}`] : [];
    },
    production: [['SUPPORT_URL', 'must be https', ({ SUPPORT_URL }) => SUPPORT_URL?.startsWith('https:') ?? true]],
  },
);
