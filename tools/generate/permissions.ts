import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { table } from './markdown';

export const PERMISSIONS_PAGE = 'docs/permissions.md';

const BEGIN = '<!-- written by `npm run generate` from the decorators -->';
const END = '<!-- end of what is written by `npm run generate` -->';

interface Operation {
  summary?: string;
  security?: object[];
  'x-permissions'?: (string | string[])[];
  'x-scopes'?: string[];
}

/** The page is written by hand, but for the table of who may call what. */
export function permissionsPage(document: OpenAPIObject): string {
  const page = readFileSync(PERMISSIONS_PAGE, 'utf8');
  const [before, rest] = [page.slice(0, page.indexOf(BEGIN)), page.slice(page.indexOf(END))];
  return `${before}${BEGIN}\n\n${table(['Call', 'Needs', 'What it does'], rows(document))}\n\n${rest}`;
}

function rows(document: OpenAPIObject): string[][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => [
      `\`${method.toUpperCase()} ${path}\``,
      needs(operation),
      operation.summary ?? '',
    ]),
  );
}

function needs({ security, 'x-permissions': permissions = [], 'x-scopes': scopes = [] }: Operation): string {
  if (scopes.length > 0) return `a service with ${scopes.map((scope) => `\`${scope}\``).join(' and ')}`;
  if (security?.some((way) => 'basic' in way)) return 'a client';
  if (permissions.length > 0)
    return permissions
      .map((group) =>
        [group]
          .flat()
          .map((name) => `\`${name}\``)
          .join(' or '),
      )
      .join(' and ');
  // An empty alternative: a token is taken, but not needed.
  const needed = security?.length && !security.some((way) => Object.keys(way).length === 0);
  return needed ? 'signed in' : 'nothing';
}
