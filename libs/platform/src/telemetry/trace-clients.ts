import type { Span } from '@opentelemetry/api';
import type { Pipeline, Redis } from 'ioredis';
import type { Client } from 'pg';
import { markFailed, startChildSpan } from './tracing';

/* eslint-disable @typescript-eslint/no-explicit-any -- the clients' methods have many forms */

const MAX_STATEMENT = 2000;
const COMMENT = /^\/\*.*?\*\//;
const LITERAL = /'(?:[^']|'')*'/g;

/** A span for each statement of pg that runs within a trace. It has the statement's text, and none of its values. */
export function traceStatements(type: typeof Client): void {
  const query = type.prototype.query as (...given: any[]) => any;
  (type.prototype as any).query = function (this: Client, ...given: any[]) {
    const text: unknown = typeof given[0] === 'string' ? given[0] : given[0]?.text;
    // A cursor or a COPY stream ends in its own way.
    const span = typeof text === 'string' && !given[0].submit ? startChildSpan(...statementSpan(text)) : undefined;
    return span ? endAfter(span, given, () => query.apply(this, given)) : query.apply(this, given);
  };
}

/**
 * A span for each command of Redis that runs within a trace: its name, no key and no value. Commands of one turn of the
 * event loop go as one pipeline, which is sent in the trace of the first one; each has its span where it was given.
 */
export function traceCommands(...types: [typeof Redis, typeof Pipeline]): void {
  for (const type of types) {
    const sendCommand = type.prototype.sendCommand as (...given: any[]) => any;
    (type.prototype as any).sendCommand = function (this: unknown, ...given: any[]) {
      const [command, isOfPipeline] = given;
      const name = String(command.name).toUpperCase();
      const span = isOfPipeline
        ? undefined
        : startChildSpan(name, { 'db.system.name': 'redis', 'db.operation.name': name });
      const result = sendCommand.apply(this, given);
      if (span) endWith(span, command.promise as Promise<unknown>);
      return result;
    };
  }
}

function statementSpan(text: string): Parameters<typeof startChildSpan> {
  const statement = text.replace(LITERAL, '?').slice(0, MAX_STATEMENT);
  const [operation = 'SQL'] =
    /^\w+/.exec(statement.replace(COMMENT, '').trimStart())?.map((word) => word.toUpperCase()) ?? [];
  return [operation, { 'db.system.name': 'postgresql', 'db.operation.name': operation, 'db.query.text': statement }];
}

/** pg answers by a callback, the last argument, or by a promise. */
function endAfter(span: Span, given: any[], send: () => any): any {
  const position = given.findLastIndex((value) => typeof value === 'function');
  if (position < 0) {
    const result = send();
    endWith(span, result);
    return result;
  }
  const callback = given[position];
  given[position] = (error: unknown, ...results: unknown[]) => {
    if (error) markFailed(span, error);
    span.end();
    callback(error, ...results);
  };
  return send();
}

function endWith(span: Span, result: Promise<unknown>): void {
  void Promise.resolve(result)
    .catch((error) => markFailed(span, error))
    .finally(() => span.end());
}
