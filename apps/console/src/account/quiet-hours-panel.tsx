import { Button, Checkbox, Group, Radio, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../api/client';
import { useI18n } from '../i18n/i18n-provider';
import { Panel } from '../ui/panel';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Day = (typeof days)[number];

interface Props {
  preferences: Schemas['NotificationPreferences'];
  isBusy: boolean;
  save: (edit: Schemas['NotificationPreferencesEdit']) => void;
}

/** 1 January 2024 was a Monday. */
const dayName = (locale: string, day: Day) =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1 + days.indexOf(day)),
  );

export function QuietHoursPanel({ preferences, isBusy, save }: Props) {
  const { t, locale } = useI18n();
  const { quiet_hours, dnd } = preferences;
  const [isOn, setOn] = useState(quiet_hours !== null);
  const [from, setFrom] = useState(quiet_hours?.from ?? '22:00');
  const [to, setTo] = useState(quiet_hours?.to ?? '07:00');
  const [chosen, setChosen] = useState<string[]>(quiet_hours?.days ?? [...days]);
  const zone = quiet_hours?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const hours = { from, to, time_zone: zone, days: days.filter((day) => chosen.includes(day)) };
    save({ quiet_hours: isOn ? hours : null });
  };
  return (
    <Panel title={t('quiet.title')} description={t('quiet.description')}>
      <form onSubmit={submit}>
        <Stack>
          <Switch label={t('quiet.on')} checked={isOn} onChange={(event) => setOn(event.currentTarget.checked)} />
          {isOn && (
            <>
              <Group align="flex-end">
                <TextInput
                  type="time"
                  label={t('quiet.from')}
                  required
                  withAsterisk={false}
                  value={from}
                  onChange={(event) => setFrom(event.currentTarget.value)}
                />
                <TextInput
                  type="time"
                  label={t('quiet.to')}
                  required
                  withAsterisk={false}
                  value={to}
                  onChange={(event) => setTo(event.currentTarget.value)}
                />
              </Group>
              <Checkbox.Group
                label={t('quiet.days')}
                description={t('quiet.zone', { zone })}
                value={chosen}
                onChange={setChosen}
              >
                <Group mt="xs">
                  {days.map((day) => (
                    <Checkbox key={day} value={day} label={dayName(locale, day)} />
                  ))}
                </Group>
              </Checkbox.Group>
            </>
          )}
          <Group>
            <Button type="submit" loading={isBusy} disabled={isOn && chosen.length === 0}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <Radio.Group label={t('quiet.dnd')} value={dnd} onChange={(value) => save({ dnd: value as typeof dnd })}>
        <Stack mt="xs" gap="xs">
          <Radio value="silent" label={t('quiet.dndSilent')} />
          <Radio value="hold" label={t('quiet.dndHold')} />
        </Stack>
      </Radio.Group>
    </Panel>
  );
}
