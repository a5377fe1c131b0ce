import { Code } from '@mantine/core';
import { useFormat, useT } from '../i18n/i18n-provider';

/** A flag in words; a custom permission as the services know it. */
export function PermissionName({ name }: { name: string }) {
  const t = useT();
  const key = `permission.${name}`;
  return t.has(key) ? <span>{t(key)}</span> : <Code className="plain-code">{name}</Code>;
}

export function PermissionValue({ value }: { value: boolean | number | string | null | undefined }) {
  const t = useT();
  const format = useFormat();
  if (value === null || value === undefined || value === false) return t('permission.no');
  if (value === true) return t('permission.yes');
  return typeof value === 'number' ? format.number(value) : `“${value}”`;
}
