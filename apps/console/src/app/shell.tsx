import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { useT } from '../i18n/i18n-provider';
import { ConfirmProvider } from '../ui/confirm';
import { Brand } from './brand';
import { Navigation } from './navigation-list';
import { LanguageMenu, SchemeMenu } from './preference-menus';
import { Splash } from './splash';
import { UserMenu } from './user-menu';

export default function Shell() {
  const t = useT();
  const [isOpen, menu] = useDisclosure();
  const main = useFocusOnNavigation(menu.close);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a href="#main" className="skip-link">
        {t('nav.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t(isOpen ? 'nav.close' : 'nav.open')}
              aria-expanded={isOpen}
            />
            <Brand />
          </Group>
          <Group gap={4} wrap="nowrap">
            <LanguageMenu />
            <SchemeMenu />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('nav.label')}>
        <AppShell.Section grow p="sm" pt="md" className="scrolls">
          <Navigation />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} ref={main}>
        <ConfirmProvider>
          <Suspense fallback={<Splash />}>
            <Outlet />
          </Suspense>
        </ConfirmProvider>
      </AppShell.Main>
    </AppShell>
  );
}

/** As after a page load: the menu is closed, and the keyboard and a screen reader begin with the new page. */
function useFocusOnNavigation(close: () => void) {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    close();
    main.current?.focus({ preventScroll: true });
  }, [pathname, close]);
  return main;
}
