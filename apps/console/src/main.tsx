import './app/mantine-styles';
import './app/styles.css';
import './app/parts.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadBranding } from './app/load-branding';
import { Providers } from './app/providers';
import { router } from './app/router';
import { queryClient } from './api/query-client';
import { initialLocale, loadMessages } from './i18n/messages';
import { forgetWithPerson } from './session/person-change';

// Before any page listens to the session.
forgetWithPerson(queryClient);

async function start(): Promise<void> {
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
