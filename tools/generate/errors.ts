import { authProblems } from '#auth';
import { problemCatalogue, problemBody, SOURCE_LANGUAGE } from '#platform';
import { table } from './markdown';

const HEAD = `# Problem codes

Written by \`npm run generate\` from the code; do not edit.

Every refusal is \`application/problem+json\` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with a stable \`code\`
for clients to switch on, together with the status; \`title\`, \`detail\` and \`message\` are for people, in the language of
\`Accept-Language\` ([languages](languages-and-branding.md)), and may change.

\`\`\`json
{
  "type": "urn:collabsphere:problem:validation_failed",
  "title": "Validation failed",
  "status": 400,
  "detail": "Some fields are invalid; see errors.",
  "code": "validation_failed",
  "errors": [{ "field": "email", "code": "required", "message": "This field is required." }],
  "request_id": "5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11"
}
\`\`\`

\`errors\` comes with \`validation_failed\` only: one entry for each fault, all faults at once.
`;

/** Every code that the service and the auth library answer. A code may have two statuses. */
export function errorsPage(): string {
  const own = [...problemCatalogue].map(([code, definition]) => problemBody(SOURCE_LANGUAGE, code, definition));
  const ofLibrary = Object.entries(authProblems).map(([code, definition]) => ({ code, ...definition }));
  const rows = [...own, ...ofLibrary].map(({ code, status, title, detail }) => [
    `\`${code}\``,
    String(status),
    title,
    detail,
  ]);
  const unique = [...new Map(rows.map((row) => [row.slice(0, 2).join(), row])).values()];
  const sorted = unique.sort((one, other) => (one.join() < other.join() ? -1 : 1));
  return `${HEAD}\n${table(['Code', 'Status', 'Title', 'Detail'], sorted)}\n`;
}
