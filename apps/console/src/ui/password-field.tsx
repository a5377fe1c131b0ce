import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';

/** The password that the user has. */
export function PasswordField(props: PasswordInputProps) {
  const t = useT();
  const toggle = { 'aria-label': t('field.showPassword') };
  return <PasswordInput autoComplete="current-password" visibilityToggleButtonProps={toggle} {...props} />;
}

/** The password that the user chooses. */
export function NewPasswordField(props: PasswordInputProps) {
  const t = useT();
  const rules = { required: true, withAsterisk: false, minLength: 8, maxLength: 128 };
  return <PasswordField description={t('password.hint')} {...rules} autoComplete="new-password" {...props} />;
}
