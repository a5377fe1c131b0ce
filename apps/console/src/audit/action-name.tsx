import { useT } from '../i18n/i18n-provider';

/** In words, or as it is recorded where a newer service has an action that is not known here. */
export function ActionName({ action }: { action: string }) {
  const t = useT();
  const key = `audit.action.${action}`;
  return t.has(key) ? t(key) : action;
}
