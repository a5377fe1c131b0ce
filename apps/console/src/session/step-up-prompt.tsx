import { lazy, Suspense } from 'react';
import { useStepUpPrompt } from './step-up';

const StepUpDialog = lazy(() => import('./step-up-dialog'));

/** Asks for a recent authentication in place, above whatever is open. */
export function StepUpPrompt() {
  const prompt = useStepUpPrompt();
  if (!prompt) return null;
  return (
    <Suspense>
      <StepUpDialog done={() => prompt.resolve(true)} cancel={() => prompt.resolve(false)} />
    </Suspense>
  );
}
