import { TextInput, type TextInputProps } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';

export function EmailField(props: TextInputProps) {
  const t = useT();
  return <TextInput label={t('field.email')} type="email" required withAsterisk={false} {...props} />;
}
