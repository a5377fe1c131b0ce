export const QUICK = '--quick';

/** Whether a script shall only show that it works, in less than a minute: its numbers mean little then. */
export const isQuick = process.argv.includes(QUICK);
