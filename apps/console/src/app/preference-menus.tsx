import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { useUser } from '@collabsphere/client/react';
import { client } from '../api/client';
import { useFormat, useI18n, useT } from '../i18n/i18n-provider';
import { locales } from '../i18n/messages';
import { Icon } from '../ui/icons';

const schemes = [
  { value: 'light', icon: 'sun' },
  { value: 'dark', icon: 'moon' },
  { value: 'auto', icon: 'system' },
] as const;

export function SchemeMenu() {
  const t = useT();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = schemes.find(({ value }) => value === colorScheme) ?? schemes[2];
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('scheme.label')}>
          <Icon name={current.icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map(({ value, icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon name={icon} />}
            rightSection={value === colorScheme && <Icon name="check" size={16} />}
            onClick={() => setColorScheme(value)}
          >
            {t(`scheme.${value}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function LanguageMenu() {
  const t = useT();
  const format = useFormat();
  const { locale, setLocale } = useI18n();
  const isSignedIn = useUser() !== undefined;
  const choose = async (tag: string) => {
    await setLocale(tag);
    // Mails are in the same language then. The pages are already, so a refusal is of no interest.
    if (isSignedIn) await client.profile.update({ locale: tag } as object).catch(() => undefined);
  };
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('language.label')}>
          <Icon name="language" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {locales.map((tag) => (
          <Menu.Item
            key={tag}
            lang={tag}
            rightSection={tag === locale && <Icon name="check" size={16} />}
            onClick={() => void choose(tag)}
          >
            {format.language(tag)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
