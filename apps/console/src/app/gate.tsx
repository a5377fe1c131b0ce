import { useSession } from '@collabsphere/client/react';
import { lazy, Suspense } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Shell } from './shell';
import { Splash } from './splash';

const SignInPage = lazy(() => import('../session/sign-in-page'));

/** Nothing is shown of a page before somebody is signed in; signing in happens at the same address. */
export function Gate() {
  const t = useT();
  const session = useSession();
  if (session.status === 'loading') return <Splash />;
  if (session.status === 'signed_in') return <Shell />;
  const reason = `ended.${session.endReason}`;
  return (
    <Suspense fallback={<Splash />}>
      <SignInPage ended={t.has(reason) ? t(reason) : undefined} />
    </Suspense>
  );
}
