import { settingsPart, type SettingsOf, settingTypes } from '#platform';
import { z } from 'zod';

const { retention } = settingTypes;
const group = 'Retention';

export const auditSettings = settingsPart({
  RETENTION_IP_ADDRESSES: retention('90d').meta({
    group,
    description:
      'IP addresses and user agents of sessions and of the audit log are erased after this time. `off` keeps them.',
  }),
  RETENTION_AUDIT_LOG: retention('off').meta({
    group,
    description:
      'Months of the audit log that ended this long ago are written to `AUDIT_ARCHIVE_DIR` and then deleted. `off` keeps them.',
    example: '2y',
  }),
  AUDIT_ARCHIVE_DIR: z.string().min(1).optional().meta({
    group,
    description: 'Folder for the archived audit log. All processes must share it.',
    shown: 'DATA_DIR/audit-archive',
    example: '/var/lib/collabsphere/audit-archive',
  }),
});

declare module '#platform' {
  interface Settings extends SettingsOf<typeof auditSettings> {}
}
