import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { ImportResult } from '#accounts';
import { CommandError } from '../errors';

/** The results of all records, one JSON object a line. Only the operator may read it: it has ids of people. */
export class ReportFile {
  private constructor(
    private readonly stream: WriteStream,
    private readonly path: string,
  ) {}

  /** @throws {CommandError} where it can't be written */
  static async open(path: string): Promise<ReportFile> {
    const file = new ReportFile(createWriteStream(path, { mode: 0o600 }), path);
    await once(file.stream, 'open').catch(file.fail);
    // `close` reports it.
    file.stream.on('error', () => undefined);
    return file;
  }

  add(result: ImportResult): void {
    this.stream.write(`${JSON.stringify(result)}\n`);
  }

  async close(): Promise<void> {
    if (this.stream.errored) this.fail(this.stream.errored);
    this.stream.end();
    await once(this.stream, 'close').catch(this.fail);
    if (this.stream.errored) this.fail(this.stream.errored);
  }

  private readonly fail = (error: NodeJS.ErrnoException): never => {
    throw new CommandError(`The report ${this.path} can't be written: ${error.code ?? error.message}`, {
      cause: error,
    });
  };
}
