/** One at a time; whoever asks meanwhile gets one more. As the service appends what waits for the audit chain. */
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
