import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, levels, type Logger, pino, stdTimeFunctions } from 'pino';
import { SettingsError } from '../settings/settings-error';

const WARNING = levels.values.warn!;
/** Lines are written together once they are this long, or after this time: fewer system calls for each request. */
const BUFFER_BYTES = 4096;
const FLUSH_MS = 100;

/** The one logger of a process: JSON lines on standard output, times in UTC. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // SQL parameters and connection details ride on errors of pg and TypeORM; only what helps to find the fault is kept.
      serializers: { err: (error: unknown) => (error instanceof Error ? serializeError(error) : error) },
    },
    standardOutput(),
  );
}

let shared: DestinationStream | undefined;

/** One buffer for all loggers of the process, so that their lines keep their order. */
const standardOutput = () => (shared ??= openStandardOutput());

/** A warning is written at once, with what came before it. */
function openStandardOutput(): DestinationStream {
  const output = pino.destination({ sync: true, minLength: BUFFER_BYTES, periodicFlush: FLUSH_MS });
  process.once('exit', () => output.flushSync());
  return {
    // pino then sets `lastLevel` before each line.
    [Symbol.for('pino.metadata')]: true,
    write(this: { lastLevel: number }, line: string) {
      output.write(line);
      if (this.lastLevel >= WARNING) output.flushSync();
    },
  } as DestinationStream;
}

function serializeError(error: Error): object {
  const { code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
  return { type: error.name, message: error.message, code, constraint, stack: error.stack };
}

/** What Nest and its modules log at each start: of use only for debugging the start itself. */
const noisyContexts = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);
export const isStartupNoise = (context: unknown, message: unknown) =>
  noisyContexts.has(String(context)) ||
  (context === 'MailerService' && String(message).startsWith('preview-email is not installed'));

/** Nest's logger on pino: `logger.error({ request_id, err })` or a plain sentence. */
export class JsonLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log = (message: unknown, ...rest: unknown[]) => this.write('info', message, rest);
  error = (message: unknown, ...rest: unknown[]) => this.write('error', message, rest);
  warn = (message: unknown, ...rest: unknown[]) => this.write('warn', message, rest);
  debug = (message: unknown, ...rest: unknown[]) => this.write('debug', message, rest);
  verbose = (message: unknown, ...rest: unknown[]) => this.write('trace', message, rest);
  fatal = (message: unknown, ...rest: unknown[]) => this.write('fatal', message, rest);

  /** Nest hands the context last, and for errors a stack before it. */
  private write(level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal', message: unknown, rest: unknown[]) {
    const context = rest.at(-1);
    if ((level === 'info' || level === 'warn') && isStartupNoise(context, message)) level = 'debug';
    // The entry point (`main`) prints it, one line for each error.
    if (message instanceof SettingsError) level = 'debug';
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? { stack: rest[0] } : {};
    const about = typeof context === 'string' ? { context } : {};
    if (message instanceof Error) this.pino[level]({ ...about, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.pino[level]({ ...about, ...message });
    else this.pino[level]({ ...about, ...stack }, String(message));
  }
}
