import { contentSecurityPolicy, Problem, problems, type Settings } from '#platform';
import { Header } from '@nestjs/common';
import type { PageRenderer } from './page-renderer';

const HTML = 'text/html; charset=utf-8';
/** Only its own stylesheet and its own form: no script, no framing. */
const PAGE_CSP = contentSecurityPolicy({ 'style-src': "'self'", 'form-action': "'self'" });

/** The route answers a page. */
export function HtmlPage(): MethodDecorator & ClassDecorator {
  const headers = [
    Header('content-type', HTML),
    Header('content-security-policy', PAGE_CSP),
    Header('cache-control', 'no-store'),
  ];
  return (...target: [object, string | symbol, PropertyDescriptor] | [object]) =>
    headers.forEach((header) => (header as (...args: unknown[]) => void)(...target));
}

/**
 * Pages exist only while `FRONTEND_URL` is the service itself.
 * @throws `not_found`
 */
export function assertPagesEnabled(settings: Settings): void {
  if (settings.FRONTEND_URL !== settings.PUBLIC_URL) throw problems.not_found();
}

/** A refusal as a page. Faults of single fields are the form's to show. */
export function renderRefusal(pages: PageRenderer, error: unknown): string {
  if (!(error instanceof Problem) || error.code === 'validation_failed') throw error;
  const { title, detail } = error.getResponse() as { title: string; detail: string };
  return pages.outcome({ title, text: detail, ok: false });
}

/** How the work of a button went. A refusal becomes a page too; faults of single fields are the form's to show. */
export async function renderOutcome(
  pages: PageRenderer,
  work: () => Promise<{ title: string; text: string }>,
): Promise<string> {
  try {
    return pages.outcome({ ...(await work()), ok: true });
  } catch (error) {
    return renderRefusal(pages, error);
  }
}
