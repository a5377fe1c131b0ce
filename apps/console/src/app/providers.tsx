import { CollabSphereProvider } from '@collabsphere/client/react';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { client } from '../api/client';
import { queryClient } from '../api/query-client';
import { I18nProvider } from '../i18n/i18n-provider';
import type { Messages } from '../i18n/messages';
import { StepUpPrompt } from '../session/step-up-prompt';
import { Toasts } from '../ui/toasts';
import { type Branding, BrandingContext } from './branding';
import { styleNonce } from './style-nonce';
import { cssVariablesResolver, themeOf } from './theme';

interface Props {
  branding: Branding;
  catalogue: { locale: string; messages: Messages };
  children: ReactNode;
}

export function Providers({ branding, catalogue, children }: Props) {
  const theme = useMemo(() => themeOf(branding.color), [branding.color]);
  return (
    <I18nProvider initial={catalogue}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        defaultColorScheme="auto"
        getStyleNonce={() => styleNonce}
      >
        <BrandingContext value={branding}>
          <QueryClientProvider client={queryClient}>
            <CollabSphereProvider client={client}>
              <Toasts />
              {children}
              <StepUpPrompt />
            </CollabSphereProvider>
          </QueryClientProvider>
        </BrandingContext>
      </MantineProvider>
    </I18nProvider>
  );
}
