import { Button, FileButton, Group, Text } from '@mantine/core';
import { lazy, Suspense, useRef, useState } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Panel } from '../ui/panel';
import { useAction } from '../ui/use-action';
import { UserAvatar } from '../ui/user-avatar';

const CropDialog = lazy(() => import('./crop-dialog'));

const TYPES = 'image/png,image/jpeg,image/webp,image/gif';

export function AvatarPanel({ user }: { user: Schemas['User'] }) {
  const t = useT();
  const [file, setFile] = useState<File | null>(null);
  const resetInput = useRef<() => void>(null);
  const close = () => {
    setFile(null);
    resetInput.current?.();
  };
  const upload = useAction({
    run: (image: Blob) => client.profile.uploadAvatar(image),
    refresh: [['account', 'profile']],
    done: () => t('avatar.saved'),
    onDone: close,
  });
  const remove = useAction({
    run: () => client.profile.deleteAvatar(),
    refresh: [['account', 'profile']],
    done: () => t('avatar.removed'),
  });
  return (
    <Panel title={t('avatar.title')}>
      <Group gap="lg">
        <UserAvatar user={user} size={88} />
        <div className="grows">
          <Group gap="xs">
            <FileButton onChange={setFile} accept={TYPES} resetRef={resetInput}>
              {(props) => (
                <Button variant="default" {...props}>
                  {t('avatar.choose')}
                </Button>
              )}
            </FileButton>
            {user.avatar && (
              <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
                {t('action.remove')}
              </Button>
            )}
          </Group>
          <Text size="sm" c="dimmed" mt="xs">
            {t('avatar.hint')}
          </Text>
        </div>
      </Group>
      {file && (
        <Suspense>
          <CropDialog file={file} isBusy={upload.isPending} close={close} save={(image) => upload.mutate(image)} />
        </Suspense>
      )}
    </Panel>
  );
}
