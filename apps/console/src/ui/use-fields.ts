import { type ChangeEvent, useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { fieldFaults } from './problem';

type InputElement = HTMLInputElement | HTMLTextAreaElement;

/** Text fields of a form. @param failure of the last try: its faults stand at their fields */
export function useFields<Name extends string>(initial: Record<Name, string>, failure?: unknown) {
  const t = useT();
  const [values, setValues] = useState(initial);
  const faults = fieldFaults(failure, t);
  return {
    values,
    set: (name: Name, value: string) => setValues((before) => ({ ...before, [name]: value })),
    reset: () => setValues(initial),
    props: (name: Name) => ({
      name,
      value: values[name],
      onChange: (event: ChangeEvent<InputElement>) => {
        const { value } = event.currentTarget;
        setValues((before) => ({ ...before, [name]: value }));
      },
      error: faults[name],
    }),
  };
}
