/**
 * Every regular expression of the sources runs in linear time: it has no nested repetition (`safe-regex2`), or it is in the
 * list below, where the reason stands. OWASP ASVS 5.0 1.3.12.
 */
import { readdirSync, readFileSync } from 'node:fs';
import safeRegex from 'safe-regex2';
import ts from 'typescript';

/** Repetitions inside repetitions that can't match the same text in two ways. */
const REVIEWED = new Map([
  [String.raw`/(?<=[ijіј][\u0300-\u036f]*)\u0307/g`, 'usernames alone, of at most 50 characters'],
  [
    String.raw`/^(?:\p{L}(?:(?!\p{Script_Extensions=Common})\p{M}){0,4}|[\p{Nd}_.-])+$/u`,
    'letters, marks and the others have no character in common',
  ],
  ['/^[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}$/', 'fixed lengths'],
  ['/([+-]\\d\\d)(?::?(\\d\\d))?$/', 'fixed lengths'],
  ['/^(localhost|127(\\.\\d+){3}|\\[?::1\\]?)?$/', 'three parts, separated by dots'],
  ['/^(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d)(\\.\\d{1,9})?(?:Z|([+-])(\\d\\d):(\\d\\d))$/i', 'bounded'],
  ['/^[a-z0-9-]+(\\.[a-z0-9-]+)*$/', 'each part begins with a dot, which no part contains'],
  ['/^(?:\\p{L}\\p{M}{0,4}|[\\p{Nd}_.-])+$/u', 'letters, marks and the others have no character in common'],
  [
    '/^(off|true|false|\\d{1,2}|((loopback|linklocal|uniquelocal|[\\da-fA-F.:]+(\\/\\d+)?)(, *|$))+)$/',
    'a setting of the operator; each part ends with a comma',
  ],
  ['/(?<=:)(?=\\/\\/)|(?<=\\S[.。．｡])(?=\\p{L})/gu', 'looks at one character before and one after'],
  [
    String.raw`/^(redis|rediss)(?:\+(cluster|sentinel))?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/`,
    'a setting of the operator; each part ends with a character that it does not contain',
  ],
  [String.raw`/^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i`, 'a setting of the operator; a port begins with a colon'],
  [String.raw`/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?) ?(Z|[+-]\d\d(?::?\d\d)?)?$/i`, 'bounded'],
]);

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((path) => /\/src\/.*\.ts$/.test(path) && !/\.(spec|contract)\.ts$/.test(path)),
);

function* expressionsOf(node) {
  if (ts.isRegularExpressionLiteral(node)) yield node.text;
  for (const child of node.getChildren()) yield* expressionsOf(child);
}

/** `v` differs from `u` in ways that do not matter here, and the parser knows `u` alone. */
const isSafe = (text) => {
  const [, body, flags] = /^\/(.*)\/(\w*)$/s.exec(text);
  return safeRegex(new RegExp(body, flags.replace('v', 'u')));
};

for (const path of sources) {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  for (const text of expressionsOf(file)) {
    if (REVIEWED.has(text) || isSafe(text)) continue;
    console.error(
      `${path}: ${text} has repetitions inside repetitions; rewrite it, or say in tools/check-regexps.mjs why not`,
    );
    process.exitCode = 1;
  }
}
