import { useState } from 'react';

/** A state that begins anew when `key` is another one. */
export function useStateOf<T>(key: string, initial: T) {
  const [shown, setShown] = useState(key);
  const [value, setValue] = useState(initial);
  if (key !== shown) {
    setShown(key);
    setValue(initial);
  }
  return [value, setValue] as const;
}
