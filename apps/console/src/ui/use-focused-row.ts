import { type FocusEvent, useState } from 'react';

/** The row that has the focus, so that it stays in the document when it is scrolled out of sight: without it the keyboard is lost. */
export function useFocusedRow() {
  const [focused, setFocused] = useState<number>();
  const onFocus = ({ target }: FocusEvent) => {
    const row = target.closest<HTMLElement>('[data-index]');
    setFocused(row ? Number(row.dataset.index) : undefined);
  };
  const onBlur = ({ relatedTarget, currentTarget }: FocusEvent) => {
    // Another row says so itself.
    if (!currentTarget.contains(relatedTarget)) setFocused(undefined);
  };
  return { focused, focusProps: { onFocus, onBlur } };
}
