import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useRef, useState } from 'react';
import { isProblem } from '../ui/problem';

const StepUpDialog = lazy(() => import('./step-up-dialog'));

interface StepUp {
  /** Does the work; where the service wants a recent authentication, asks for it in place and does the work again. */
  withStepUp<T>(work: () => Promise<T>): Promise<T>;
}

const StepUpContext = createContext<StepUp>({ withStepUp: (work) => work() });

export const useStepUp = () => useContext(StepUpContext);

interface Prompt {
  resolve: () => void;
  reject: () => void;
}

export function StepUpProvider({ children }: { children: ReactNode }) {
  const [prompt, setPrompt] = useState<Prompt>();
  /** Several calls may be refused at once; one answer is for all. */
  const pending = useRef<Promise<boolean>>(undefined);

  const value = useMemo<StepUp>(() => {
    const ask = () =>
      (pending.current ??= new Promise<boolean>((resolve) =>
        setPrompt({ resolve: () => resolve(true), reject: () => resolve(false) }),
      ).finally(() => {
        pending.current = undefined;
        setPrompt(undefined);
      }));
    return {
      async withStepUp(work) {
        try {
          return await work();
        } catch (error) {
          if (!isProblem(error, 'step_up_required') || !(await ask())) throw error;
          return work();
        }
      },
    };
  }, []);

  return (
    <StepUpContext.Provider value={value}>
      {children}
      {prompt && (
        <Suspense>
          <StepUpDialog done={prompt.resolve} cancel={prompt.reject} />
        </Suspense>
      )}
    </StepUpContext.Provider>
  );
}
