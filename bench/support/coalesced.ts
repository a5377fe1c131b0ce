/** One at a time; those who ask meanwhile share the next one. The service appends waiting audit entries in the same way. */
export function coalesced(work: () => Promise<unknown>): () => void {
  let isWanted = false;
  let isRunning = false;
  const run = async () => {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work();
    }
    isRunning = false;
  };
  return () => {
    isWanted = true;
    if (!isRunning) void run();
  };
}
