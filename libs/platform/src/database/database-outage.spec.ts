import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { databaseFaultOf, isDatabaseOutage } from './database-outage';

const error = (members: object, message = 'an error') => Object.assign(new Error(message), members);

describe('isDatabaseOutage', () => {
  it.each([
    ['the connection is refused', error({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['the connection is reset', error({ code: 'ECONNRESET', syscall: 'read' })],
    ['the socket of the server is missing', error({ code: 'ENOENT', syscall: 'connect' })],
    ['the server shuts down', error({ code: '57P01' })],
    ['a deadlock', error({ code: '40P01' })],
    ['pg gave the connection up', error({}, 'Connection terminated unexpectedly')],
    ['a transaction lost its connection', new QueryRunnerAlreadyReleasedError()],
    ['so did its entity manager', new QueryRunnerProviderAlreadyReleasedError()],
    ['TypeORM wraps one', error({ driverError: error({ code: '57P01' }) })],
    ['several addresses were tried', error({ errors: [error({ code: 'ECONNREFUSED', syscall: 'connect' })] })],
  ])('is: %s', (_, thrown) => expect(isDatabaseOutage(thrown)).toBe(true));

  it.each([
    ['a client that goes away while it sends', error({ code: 'ECONNRESET' }, 'aborted')],
    ['a missing file', error({ code: 'ENOENT', syscall: 'open' })],
    ['a wrong statement', error({ code: '42601' })],
    ['no error', { code: '57P01' }],
  ])('is not: %s', (_, thrown) => expect(isDatabaseOutage(thrown)).toBe(false));
});

describe('databaseFaultOf', () => {
  it.each([
    ['away', error({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['away', error({ code: '53300' })],
    ['away', error({}, 'Connection terminated due to connection timeout')],
    ['read_only', error({ driverError: error({ code: '25006' }) })],
    ['slow', error({ code: '57014' })],
    ['pool_exhausted', error({}, 'timeout exceeded when trying to connect')],
    ['conflict', error({ code: '40P01' })],
    [undefined, error({ code: '23505' })],
  ])('names %s', (fault, thrown) => expect(databaseFaultOf(thrown)).toBe(fault));
});
