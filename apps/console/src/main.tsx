import './app/mantine-styles';
import './app/styles.css';
import './app/parts.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadBranding } from './app/load-branding';
import { loadShell } from './app/gate';
import { Providers } from './app/providers';
import { router } from './app/router';
import { queryClient } from './api/query-client';
import { initialLocale, loadMessages } from './i18n/messages';
import { forgetWithPerson } from './session/person-change';

// Before any page listens to the session.
forgetWithPerson(queryClient);

async function start(): Promise<void> {
  // At the same time as the words and the look. The client restores the session meanwhile.
  loadShell().catch(() => undefined);
  void router.load();
  const locale = initialLocale();
  const [messages, branding] = await Promise.all([loadMessages(locale), loadBranding()]);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <Providers branding={branding} catalogue={{ locale, messages }}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}

void start();
