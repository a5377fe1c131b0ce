/** A file that can't be read as a breach list. The message says why, and never repeats what the file contains. */
export class BreachListError extends Error {
  override readonly name = 'BreachListError';

  static atLine(file: string, line: number, reason: string): BreachListError {
    return new BreachListError(`${file}, line ${line}: ${reason}`);
  }
}
