import { Alert } from '@mantine/core';
import { useFormat, useT } from '../i18n/i18n-provider';
import { Icon } from './icons';
import { explain, isProblem } from './problem';

/** The refusal of a form. Faults of single fields stand at the fields. @param fields that the form has */
export function Failure({ error, fields = [] }: { error: unknown; fields?: string[] }) {
  const t = useT();
  const format = useFormat();
  if (!error) return null;
  const isAtFields =
    isProblem(error, 'validation_failed') &&
    error.errors.length > 0 &&
    error.errors.every(({ field }) => fields.includes(field));
  return (
    <Alert color="red" icon={<Icon name="alert" />} role="alert">
      {isAtFields ? t('problem.fields') : explain(error, t, format)}
    </Alert>
  );
}
