import { Button, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { type FormEvent, useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Failure } from '../ui/failure';
import { useFields } from '../ui/use-fields';

export interface BanInput {
  reason: string;
  until: string | null;
}

const DAY = 86_400_000;
const spans = { day: DAY, week: 7 * DAY, month: 30 * DAY } as const;
const choices = ['day', 'week', 'month', 'date', 'forever'] as const;
type Choice = (typeof choices)[number];

interface Props {
  title: string;
  error: unknown;
  isBusy: boolean;
  close: () => void;
  submit: (input: BanInput) => void;
}

export function BanDialog({ title, error, isBusy, close, submit }: Props) {
  const t = useT();
  const [choice, setChoice] = useState<Choice>('week');
  const { values, props } = useFields({ reason: '', until: '' }, error);
  const until = (): string | null => {
    if (choice === 'forever') return null;
    return (choice === 'date' ? new Date(values.until) : new Date(Date.now() + spans[choice])).toISOString();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit({ reason: values.reason.trim(), until: until() });
  };
  return (
    <Dialog onClose={close} title={title}>
      <form onSubmit={onSubmit}>
        <Stack>
          <Text>{t('ban.text')}</Text>
          <Failure error={error} fields={['reason', 'until']} />
          <Textarea
            data-autofocus
            label={t('ban.reason')}
            description={t('ban.reasonHint')}
            required
            withAsterisk={false}
            autosize
            minRows={2}
            maxLength={500}
            {...props('reason')}
          />
          <Radio.Group label={t('ban.until')} value={choice} onChange={(value) => setChoice(value as Choice)}>
            <Stack gap="xs" mt="xs">
              {choices.map((value) => (
                <Radio key={value} value={value} label={t(`ban.until.${value}`)} />
              ))}
            </Stack>
          </Radio.Group>
          {choice === 'date' && (
            <TextInput type="datetime-local" label={t('ban.date')} required withAsterisk={false} {...props('until')} />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" color="red" loading={isBusy} disabled={!values.reason.trim()}>
              {t('ban.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
