import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/i18n-provider';

/** Open for as long as it is rendered. The focus then goes back to what opened it. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const t = useT();
  const [opener] = useState(findOpener);
  useEffect(
    () => () => {
      // After the dialog has given up the focus.
      setTimeout(() => opener?.focus({ preventScroll: true }));
    },
    [opener],
  );
  return <Modal opened returnFocus={false} closeButtonProps={{ 'aria-label': t('action.close') }} {...props} />;
}

/** The entry of a menu is gone when the dialog closes; the button of the menu is still there. */
function findOpener(): HTMLElement | null {
  const active = document.activeElement as HTMLElement | null;
  const button = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return button ? document.getElementById(button) : active;
}
