import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { refresh } from '../api/pages';
import { useFormat, useT } from '../i18n/i18n-provider';
import { explain, isProblem } from './problem';
import { showDone, showFailure } from './toasts';

interface Action<Input, Output> {
  run: (input: Input) => Promise<Output>;
  /** Queries that read what it changes. */
  refresh?: QueryKey[];
  /** What it says when it is done. */
  done?: (output: Output, input: Input) => string;
  /** Takes it back. */
  undo?: (output: Output, input: Input) => (() => Promise<unknown>) | undefined;
  onDone?: (output: Output, input: Input) => void;
  /** The form shows the refusal itself. */
  quiet?: boolean;
}

/** A change, and how it went. Where it needs a recent authentication, the client asks for one first. */
export function useAction<Input = void, Output = unknown>(action: Action<Input, Output>) {
  const t = useT();
  const format = useFormat();
  const queries = useQueryClient();

  const readAgain = () => refresh(queries, action.refresh ?? []);
  const takeBack = async (undo: () => Promise<unknown>) => {
    try {
      await undo();
      showDone({ message: t('state.undone') });
    } catch (error) {
      showFailure(explain(error, t, format));
    }
    await readAgain();
  };

  return useMutation<Output, unknown, Input>({
    mutationFn: action.run,
    onSuccess: (output, input) => {
      const message = action.done?.(output, input);
      const undo = action.undo?.(output, input);
      if (message) showDone({ message, undo: undo && { label: t('action.undo'), run: () => void takeBack(undo) } });
      action.onDone?.(output, input);
    },
    onError: (error) => {
      // Without an answer to the step-up the person knows why nothing happened.
      if (!action.quiet && !isProblem(error, 'step_up_required')) showFailure(explain(error, t, format));
    },
    // After a refusal as well: what is shown may be old.
    onSettled: readAgain,
  });
}
