import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';

type Value = unknown;
type Scope = Record<string, Value>;
type Node =
  { text: string } | { expression: string } | { keyword: string; argument: string; body: Node[]; otherwise: Node[] };

const ACTION = /\{\{(-?)\s*(.*?)\s*(-?)\}\}/gs;

/**
 * The documents of a Helm chart, by the file of its template. It knows the part of Go's templates that our chart uses
 * (`if`, `else`, `range`, `quote`, `toYaml`, `nindent`, `not`) and throws at everything else.
 */
export function renderChart(
  folder: string,
  release: string,
  override: (values: Scope) => void = () => undefined,
): Record<string, Scope[]> {
  const values = parse(readFileSync(join(folder, 'values.yaml'), 'utf8')) as Scope;
  override(values);
  const chart = parse(readFileSync(join(folder, 'Chart.yaml'), 'utf8')) as Scope;
  const root = { Values: values, Release: { Name: release }, Chart: { AppVersion: chart.appVersion } };
  const files = readdirSync(join(folder, 'templates')).filter((name) => name.endsWith('.yaml'));
  return Object.fromEntries(
    files.map((name) => {
      const nodes = parseTemplate(readFileSync(join(folder, 'templates', name), 'utf8'));
      const documents = parseAllDocuments(render(nodes, root, {})).map((document) => {
        if (document.errors.length > 0) throw new Error(`${name}: ${document.errors[0]!.message}`);
        return document.toJS() as Scope | null;
      });
      return [name, documents.filter((document) => document !== null)];
    }),
  );
}

function parseTemplate(source: string): Node[] {
  const stack: Extract<Node, { keyword: string }>[] = [{ keyword: '', argument: '', body: [], otherwise: [] }];
  let isElse = false;
  let end = 0;
  let trimNext = false;
  const add = (node: Node) => (isElse ? stack.at(-1)!.otherwise : stack.at(-1)!.body).push(node);
  const addText = (text: string, trimEnd: boolean) => {
    const started = trimNext ? text.trimStart() : text;
    add({ text: trimEnd ? started.trimEnd() : started });
  };
  for (const match of source.matchAll(ACTION)) {
    addText(source.slice(end, match.index), match[1] === '-');
    end = match.index + match[0].length;
    trimNext = match[3] === '-';
    const action = match[2]!;
    const [keyword, ...words] = action.split(/\s+/);
    if (keyword === 'if' || keyword === 'range') {
      const block = { keyword, argument: words.join(' '), body: [], otherwise: [] };
      add(block);
      stack.push(block);
      isElse = false;
    } else if (action === 'else') isElse = true;
    else if (action === 'end') {
      stack.pop();
      isElse = false;
    } else add({ expression: action });
  }
  addText(source.slice(end), false);
  if (stack.length !== 1) throw new Error('a block of the template has no end');
  return stack[0]!.body;
}

function render(nodes: Node[], dot: Value, variables: Scope): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text;
      if ('expression' in node) return String(evaluate(node.expression, dot, variables));
      if (node.keyword === 'if')
        return render(isTrue(evaluate(node.argument, dot, variables)) ? node.body : node.otherwise, dot, variables);
      return renderRange(node, dot, variables);
    })
    .join('');
}

function renderRange(node: { argument: string; body: Node[] }, dot: Value, variables: Scope): string {
  const [, key, value, list] = /^(?:\$(\w+), \$(\w+) := )?(.+)$/.exec(node.argument)!;
  const items = Object.entries(evaluate(list!, dot, variables) as object);
  return items
    .map(([name, item]) =>
      key ? render(node.body, dot, { ...variables, [key]: name, [value!]: item }) : render(node.body, item, variables),
    )
    .join('');
}

function evaluate(expression: string, dot: Value, variables: Scope): Value {
  const [first, ...pipes] = expression.split(/\s*\|\s*/);
  return pipes.reduce(
    (value, pipe) => {
      if (pipe === 'quote') return JSON.stringify(String(value));
      const indent = /^nindent (\d+)$/.exec(pipe)?.[1];
      if (!indent) throw new Error(`unknown function: ${pipe}`);
      return String(value)
        .trimEnd()
        .replace(/^/gm, ' '.repeat(Number(indent)))
        .replace(/^/, '\n');
    },
    call(first!, dot, variables),
  );
}

function call(expression: string, dot: Value, variables: Scope): Value {
  const [name, argument] = expression.split(' ');
  if (argument && name === 'not') return !isTrue(call(argument, dot, variables));
  if (argument && name === 'toYaml') return stringify(call(argument, dot, variables));
  if (argument || !/^[.$]/.test(expression)) throw new Error(`unknown expression: ${expression}`);
  if (expression === '.') return dot;
  const [start, ...path] = expression.split('.');
  const from = start ? variables[start.slice(1)] : dot;
  return path.reduce((value, part) => {
    const next = (value as Scope)[part];
    if (next === undefined) throw new Error(`there is no ${expression}`);
    return next;
  }, from as Value);
}

const isTrue = (value: Value) => Boolean(value) && !(Array.isArray(value) && value.length === 0);
