import { isTemporary } from '@collabsphere/client';
import { QueryClient } from '@tanstack/react-query';


export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
    },
    // Repeating a change is the person's decision.
    mutations: { retry: false },
  },
});
