import { Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { msg } from '../i18n/message';
import { problems } from './problem';
import { logRefusal } from './refusal-log';

const request = {
  id: 'the-request',
  ip: '203.0.113.7',
  method: 'PATCH',
  routeOptions: { url: '/api/roles/:id' },
  user: { userId: 'ann' },
} as unknown as FastifyRequest;

const about = {
  method: 'PATCH',
  route: '/api/roles/:id',
  user_id: 'ann',
  ip: '203.0.113.7',
  request_id: 'the-request',
};
const faults = (code: string) => [{ field: 'role', code, message: msg('faults.required') }];

describe('logRefusal', () => {
  let warn: jest.SpyInstance;
  let log: jest.SpyInstance;
  beforeEach(() => {
    warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    log = jest.spyOn(Logger.prototype, 'log').mockImplementation();
  });
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['access_denied', problems.forbidden()],
    ['rate_limited', problems.too_many_requests()],
  ])('warns of %s', (event, problem) => {
    logRefusal(problem, request);
    expect(warn.mock.calls).toEqual([[{ event, code: problem.code, ...about }]]);
    expect(log).not.toHaveBeenCalled();
  });

  it('logs a field that the call does not take', () => {
    logRefusal(problems.validation_failed({ errors: faults('unknown_field') }), request);
    expect(log.mock.calls).toEqual([[{ event: 'unknown_field_sent', code: 'validation_failed', ...about }]]);
    expect(warn).not.toHaveBeenCalled();
  });

  it.each([problems.not_found(), problems.conflict(), problems.validation_failed({ errors: faults('required') })])(
    'says nothing of an ordinary mistake: %s',
    (problem) => {
      logRefusal(problem, request);
      expect([warn.mock.calls, log.mock.calls]).toEqual([[], []]);
    },
  );
});
