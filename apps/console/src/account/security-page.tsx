import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Alert } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { QueryView } from '../ui/query-view';
import { mfaQuery } from './account.queries';
import { PasskeysPanel } from './passkeys-panel';
import { PasswordPanel } from './password-panel';
import { RecoveryCodesDialog } from './recovery-codes-dialog';
import { RecoveryPanel } from './recovery-panel';
import { TotpPanel } from './totp-panel';

export default function SecurityPage() {
  const t = useT();
  const mfa = useQuery(mfaQuery);
  const [codes, setCodes] = useState<string[]>([]);
  return (
    <Page title={t('security.title')} description={t('security.description')}>
      <PasswordPanel />
      <QueryView query={mfa} rows={6}>
        {(factors) => {
          const hasFactor = factors.totp || factors.passkeys.length > 0;
          return (
            <>
              {factors.required && !hasFactor && (
                <Alert color="yellow" icon={<Icon name="shield" />}>
                  {t('security.required')}
                </Alert>
              )}
              <PasskeysPanel passkeys={factors.passkeys} showCodes={setCodes} />
              <TotpPanel isSet={factors.totp} showCodes={setCodes} />
              {hasFactor && <RecoveryPanel mfa={factors} showCodes={setCodes} />}
            </>
          );
        }}
      </QueryView>
      {codes.length > 0 && <RecoveryCodesDialog codes={codes} close={() => setCodes([])} />}
    </Page>
  );
}
