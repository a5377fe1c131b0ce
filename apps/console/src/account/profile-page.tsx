import { useQuery } from '@tanstack/react-query';
import { useT } from '../i18n/i18n-provider';
import { Page } from '../ui/page';
import { QueryView } from '../ui/query-view';
import { profileQuery } from './account.queries';
import { AvatarPanel } from './avatar-panel';
import { EmailPanel } from './email-panel';
import { ProfileForm } from './profile-form';

export default function ProfilePage() {
  const t = useT();
  const profile = useQuery(profileQuery);
  return (
    <Page title={t('profile.title')} description={t('profile.description')}>
      <QueryView query={profile} rows={6}>
        {(user) => (
          <>
            <AvatarPanel user={user} />
            <ProfileForm user={user} />
            <EmailPanel user={user} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
