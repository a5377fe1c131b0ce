import { useSyncExternalStore } from 'react';

interface Prompt {
  resolve: (isProven: boolean) => void;
}

let open: Prompt | undefined;
const listeners = new Set<() => void>();

function show(prompt: Prompt | undefined): void {
  open = prompt;
  for (const listener of listeners) listener();
}

/** The client calls it where a call needs a recent authentication; with `false` the call fails. */
export const askForStepUp = (): Promise<boolean> =>
  new Promise<boolean>((resolve) => show({ resolve })).finally(() => show(undefined));

export const cancelStepUp = (): void => open?.resolve(false);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What is asked for now, if anything. */
export const useStepUpPrompt = (): Prompt | undefined => useSyncExternalStore(subscribe, () => open);
