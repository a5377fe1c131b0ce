/** The import can't go on: the file, an option or the other database is not what it should be. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
