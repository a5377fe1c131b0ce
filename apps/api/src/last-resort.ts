import type { EventEmitter } from 'node:events';
import type { Logger } from 'pino';

/**
 * What no handler caught. A rejection is logged, and the process goes on: it belongs to one request or task. After an
 * exception the state of the process is unknown, so it finishes open requests and ends; its supervisor starts another.
 * @see OWASP ASVS 5.0 16.5.4
 */
export function installLastResort(
  source: EventEmitter,
  logger: Pick<Logger, 'error' | 'fatal'>,
  end: () => void,
): void {
  source.on('unhandledRejection', (error: unknown) => logger.error({ msg: 'unhandled rejection', err: error }));
  source.on('uncaughtException', (error: unknown) => {
    logger.fatal({ msg: 'uncaught exception; stopping', err: error });
    end();
  });
}
