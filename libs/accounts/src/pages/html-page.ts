import { problems, type Settings } from '#platform';
import { applyDecorators, Header, UseFilters } from '@nestjs/common';
import { pageHeaders } from './page-headers';
import { PageProblemFilter } from './page-problem.filter';

/** The route answers a page, whatever happens. */
export function HtmlPage(): MethodDecorator {
  const headers = Object.entries(pageHeaders).map(([name, value]) => Header(name, value));
  return applyDecorators(...headers, UseFilters(PageProblemFilter));
}

/**
 * Pages exist only while `FRONTEND_URL` is the service itself.
 * @throws `not_found`
 */
export function assertPagesEnabled(settings: Settings): void {
  if (settings.FRONTEND_URL !== settings.PUBLIC_URL) throw problems.not_found();
}
