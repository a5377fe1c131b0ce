import { z } from 'zod';
import { settingsPart } from './settings-part';

/** The limits themselves are settings of the modules whose routes they protect: `RATE_LIMIT_LOGIN`. */
export const rateLimitSettings = settingsPart(
  {
    RATE_LIMIT_SCALE: z.coerce
      .number('must be a number above 0')
      .positive()
      .default(1)
      .meta({ group: 'Rate limits', description: 'Multiplies every limit below (load tests set it high).' }),
  },
  { production: [['RATE_LIMIT_SCALE', 'must be at most 10', ({ RATE_LIMIT_SCALE }) => RATE_LIMIT_SCALE <= 10]] },
);
