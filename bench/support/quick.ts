/** `--quick`: small numbers, so that a script ends in about a minute. It shows that the script works; its numbers say little. */
export const isQuick = process.argv.includes('--quick');

export const quickly = <T>(full: T, quick: T): T => (isQuick ? quick : full);
