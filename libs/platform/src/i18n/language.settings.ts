import { z } from 'zod';
import { settingsPart } from '../settings/settings-part';
import { isLanguage, languages, SOURCE_LANGUAGE } from './catalogue';

export const languageSettings = settingsPart({
  DEFAULT_LANGUAGE: z
    .string()
    .refine(isLanguage, `must be one of: ${languages.join(', ')}`)
    .default(SOURCE_LANGUAGE)
    .meta({
      group: 'Languages and branding',
      description:
        'The language (BCP 47) of mails to people who chose none, and of answers to requests whose `Accept-Language` names ' +
        'none of ours.',
      example: 'de',
    }),
});
