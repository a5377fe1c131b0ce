import { useCallback, useEffect, useRef } from 'react';
import { client } from '../api/client';
import { isProblem } from '../ui/problem';

export const canUsePasskeys = typeof PublicKeyCredential !== 'undefined';

/** Passkeys among the browser's suggestions for the e-mail address, for as long as the form is shown. */
export function useAutofill(fail: (error: unknown) => void) {
  const request = useRef<AbortController>(undefined);

  const stop = useCallback(() => {
    request.current?.abort();
    request.current = undefined;
  }, []);

  const restart = useCallback(() => {
    stop();
    const controller = new AbortController();
    request.current = controller;
    void offer(controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted && !isProblem(error, 'passkey_cancelled')) fail(error);
    });
  }, [stop, fail]);

  useEffect(() => {
    restart();
    return stop;
  }, [restart, stop]);

  return { restart, stop };
}

async function offer(signal: AbortSignal): Promise<void> {
  if (!canUsePasskeys || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  if (signal.aborted) return;
  await client.auth.loginWithPasskey({ autofill: true, signal });
}
