import type { SolveChallenge } from '@collabsphere/client';

/** Proof of work, which strangers do after many wrong passwords. The solver is loaded only then. */
export const solveChallenge: SolveChallenge = async ({ provider, altcha }) => {
  if (provider !== 'altcha') throw new Error(`The console does not know the challenge provider “${provider}”.`);
  const [{ solveChallenge: solve }, { deriveKey }] = await Promise.all([
    import('altcha-lib'),
    import('altcha-lib/algorithms/web/pbkdf2'),
  ]);
  const challenge = altcha as unknown as Parameters<typeof solve>[0]['challenge'];
  const solution = await solve({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
};
