import { browserOrigins, Settings } from '#platform';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { sessionProblems } from '../sessions.errors';
import { isFromAllowedPage } from './request-origin.policy';

/** Checks that a page of an allowed origin made a request that a cookie authenticates, or that sets one (CSRF). */
@Injectable()
export class RequestOrigin {
  private readonly logger = new Logger('RequestOrigin');
  private readonly origins: readonly string[];

  constructor(settings: Settings) {
    this.origins = browserOrigins(settings);
  }

  isAllowed({ headers }: FastifyRequest): boolean {
    return isFromAllowedPage(headers, this.origins);
  }

  /** @throws {Problem} 403 `origin_not_allowed` */
  assertAllowed(request: FastifyRequest): void {
    if (this.isAllowed(request)) return;
    const { origin = null, 'sec-fetch-site': site = null } = request.headers;
    this.logger.warn({ event: 'origin_not_allowed', origin, site, ip: request.ip, request_id: request.id });
    throw sessionProblems.origin_not_allowed();
  }
}
