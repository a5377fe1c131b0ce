// Median and longest file and function of TypeScript sources, as a Markdown table, for docs/architecture.md:
//   node tools/code-shape.mjs 'this repository=libs apps' 'nestjs/throttler=../throttler/src'
// Tests, declarations and generated code do not count. A function is whatever has a body, methods and arrows included.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ignored = /(^|\/)(node_modules|dist|lib|test|tests|__tests__|e2e|testing|migrations|__fixtures__)(\/|$)/;
const notCounted = /\.(spec|test|e2e-spec|contract|fake|d|generated)\.ts$|generated-/;

function sourcesUnder(path) {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !ignored.test(name) && !notCounted.test(name))
    .map((name) => join(path, name));
}

function functionsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line;
  const lengths = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) lengths.push(lineOf(node.end) - lineOf(node.getStart(source)) + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { lines: lineOf(source.end) + 1, functions: lengths };
}

const ascending = (numbers) => numbers.toSorted((a, b) => a - b);
const median = (numbers) => ascending(numbers)[Math.floor(numbers.length / 2)] ?? 0;
const longest = (numbers) => numbers.reduce((most, each) => Math.max(most, each), 0);

console.log('| | Files | Median file | Longest file | Median function | Longest function |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const wish of process.argv.slice(2)) {
  const [name, paths] = wish.split('=');
  const measured = paths.split(' ').flatMap(sourcesUnder).map(functionsOf);
  const lines = measured.map((file) => file.lines);
  const functions = measured.flatMap((file) => file.functions);
  const row = [name, lines.length, median(lines), longest(lines), median(functions), longest(functions)];
  console.log(`| ${row.join(' | ')} |`);
}
