import { BreachListError, ImportError } from '#accounts';
import { EmbeddedPostgresError, Problem, type FieldError, isDatabaseOutage, SettingsError } from '#platform';

/** A command can't do what it was asked to, and says why in words for people. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

const INTERRUPTED = 130;

const ownErrors = [CommandError, SettingsError, EmbeddedPostgresError, BreachListError, ImportError];

/** Errors that a person can correct are one message; only unexpected errors come with a stack. */
export function toErrorMessage(fault: unknown): string {
  if (isInterruption(fault)) return 'Cancelled.';
  if (fault instanceof Problem) return problemMessage(fault);
  if (ownErrors.some((type) => fault instanceof type)) return (fault as Error).message;
  if (isDatabaseOutage(fault)) return `The database can't be reached: ${reasonOf(fault)}`;
  return fault instanceof Error ? String(fault.stack) : String(fault);
}

/** 130 as shells have it for Ctrl-C. */
export function exitCodeOf(fault: unknown): number {
  return isInterruption(fault) ? INTERRUPTED : 1;
}

/** Several addresses of one host fail together in an error without a message of its own. */
export function reasonOf(fault: unknown): string {
  const { message, errors } = fault as { message?: string; errors?: unknown[] };
  return message || (errors ?? []).map(reasonOf).join(', ') || String(fault);
}

function problemMessage(problem: Problem): string {
  const { detail, errors } = problem.getResponse() as { detail: string; errors?: FieldError[] };
  return errors?.map(({ field, message }) => `${field}: ${message}`).join('\n') ?? detail;
}

/** Ctrl-C at a prompt of @inquirer. */
function isInterruption(fault: unknown): boolean {
  return fault instanceof Error && fault.name === 'ExitPromptError';
}
