import { isStartupNoise } from '#platform';
import type { LoggerService } from '@nestjs/common';

/** Warnings and errors, for people, on standard error: standard output is for what a command was asked. */
export class StderrLogger implements LoggerService {
  log = () => undefined;
  warn = (message: unknown, ...rest: unknown[]) => {
    if (!isStartupNoise(rest.at(-1), message)) write('Warning', message);
  };
  error = (message: unknown) => write('Error', message);
  fatal = (message: unknown) => write('Error', message);
}

function write(level: string, message: unknown): void {
  process.stderr.write(`${level}: ${toText(message)}\n`);
}

/** The service logs objects: `{ msg, err }`. */
function toText(message: unknown): string {
  if (message instanceof Error) return message.message;
  if (typeof message !== 'object' || message === null) return String(message);
  const { msg, err } = message as { msg?: string; err?: unknown };
  return [msg, err instanceof Error && err.message].filter(Boolean).join(': ') || JSON.stringify(message);
}
