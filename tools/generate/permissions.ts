import { readFileSync } from 'node:fs';
import { permissionFlagDescriptions } from '#roles';
import type { OpenAPIObject } from '@nestjs/swagger';
import { table } from './markdown';

export const PERMISSIONS_PAGE = 'docs/permissions.md';

/** The comments that a generated table stands between. */
const FLAGS = ['<!-- written by `npm run generate` from the flags -->', '<!-- end of the flags -->'] as const;
const CALLS = [
  '<!-- written by `npm run generate` from the decorators -->',
  '<!-- end of what is written by `npm run generate` -->',
] as const;

interface Operation {
  summary?: string;
  security?: object[];
  'x-permissions'?: (string | string[])[];
  'x-scopes'?: string[];
  'x-recent-authentication'?: keyof typeof recent;
}

/** With `ADMIN_STEP_UP` it is every change that needs a permission: the page says it once. */
const recent = {
  always: ', recently authenticated',
  with_second_factor: ', recently authenticated if there is a second factor',
  with_admin_step_up: '',
};

/** The page is written by hand, except the tables of the flags and of the permissions of each call. */
export function permissionsPage(document: OpenAPIObject): string {
  const page = readFileSync(PERMISSIONS_PAGE, 'utf8');
  const flags = Object.entries(permissionFlagDescriptions).map(([flag, { purpose }]) => [`\`${flag}\``, purpose]);
  const withFlags = replaceTable(page, FLAGS, table(['Flag', 'What it is for'], flags));
  return replaceTable(withFlags, CALLS, table(['Call', 'Needs', 'What it does'], rows(document)));
}

function replaceTable(page: string, [begin, end]: readonly [string, string], content: string): string {
  const [before, rest] = [page.slice(0, page.indexOf(begin)), page.slice(page.indexOf(end))];
  return `${before}${begin}\n\n${content}\n\n${rest}`;
}

function rows(document: OpenAPIObject): string[][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => [
      `\`${method.toUpperCase()} ${path}\``,
      needs(operation) + recent[operation['x-recent-authentication'] ?? 'with_admin_step_up'],
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
