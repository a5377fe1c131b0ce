import { Button, Group, Stack, TextInput } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { type FormEvent, useState } from 'react';
import { useT } from '../i18n/i18n-provider';

interface Props {
  name: string;
  isBusy: boolean;
  close: () => void;
  save: (name: string) => void;
}

export function RenameDialog({ name, isBusy, close, save }: Props) {
  const t = useT();
  const [value, setValue] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save(value.trim());
  };
  return (
    <Dialog onClose={close} title={t('rename.title')}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            data-autofocus
            label={t('field.name')}
            required
            withAsterisk={false}
            maxLength={100}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={isBusy} disabled={!value.trim()}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
