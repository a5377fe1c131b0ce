import { isTemporary } from '@collabsphere/client';
import { QueryClient } from '@tanstack/react-query';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal is final.
      retry: (failures, error) => failures < 2 && isTemporary(error),
    },
    // Repeating a change is the person's decision.
    mutations: { retry: false },
  },
});
