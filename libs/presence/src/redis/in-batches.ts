const BATCH_SIZE = 500;

/** Runs the commands of 500 users at a time. */
export async function inBatches(userIds: readonly string[], run: (userId: string) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < userIds.length; i += BATCH_SIZE) await Promise.all(userIds.slice(i, i + BATCH_SIZE).map(run));
}
