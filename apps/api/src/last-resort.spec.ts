import { EventEmitter } from 'node:events';
import { installLastResort } from './last-resort';

describe('installLastResort', () => {
  const error = new Error('a bug');
  const installed = () => {
    const [source, logger, end] = [new EventEmitter(), { error: jest.fn(), fatal: jest.fn() }, jest.fn()];
    installLastResort(source, logger, end);
    return { source, logger, end };
  };

  it('logs a rejection and goes on', () => {
    const { source, logger, end } = installed();
    source.emit('unhandledRejection', error);
    expect(logger.error.mock.calls).toEqual([[{ msg: 'unhandled rejection', err: error }]]);
    expect(end).not.toHaveBeenCalled();
  });

  it('logs an exception, then ends the process in order', () => {
    const { source, logger, end } = installed();
    source.emit('uncaughtException', error);
    expect(logger.fatal.mock.calls).toEqual([[{ msg: 'uncaught exception; stopping', err: error }]]);
    expect(end).toHaveBeenCalledTimes(1);
  });
});
