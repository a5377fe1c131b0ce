import { registerDecorator, type ValidationArguments } from 'class-validator';
import type { Message } from '../i18n/message';

/** What is wrong with a value; nothing if it is right. */
export type RuleResult = Message | undefined;
export type RuleCheck = (value: unknown, object: object) => RuleResult;

/** class-validator keeps a message as a string. */
export const serializeMessage = (message: Message): string => JSON.stringify(message);
export const parseMessage = (serialized: string): Message => JSON.parse(serialized) as Message;

/** One rule of a field. Its code is what `errors[].code` says on the wire. */
export function Rule(code: string, check: RuleCheck): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: code,
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown, args?: ValidationArguments) => check(value, args?.object ?? {}) === undefined,
        defaultMessage: (args?: ValidationArguments) => {
          const message = check(args?.value, args?.object ?? {});
          return message ? serializeMessage(message) : '';
        },
      },
    });
}

export interface RuleViolation {
  code: string;
  message: Message;
}

/** Rules whose faults one function finds together; `codes` are all that it may answer. */
export function RuleSet(
  codes: readonly string[],
  find: (value: string, object: object) => RuleViolation[],
): PropertyDecorator[] {
  return codes.map((code) =>
    Rule(code, (value, object) =>
      typeof value === 'string' ? find(value, object).find((fault) => fault.code === code)?.message : undefined,
    ),
  );
}

/** A field that may be left out may be `null` as well: some clients send what they don't know as null. */
export const isNil = (value: unknown): value is null | undefined => value === undefined || value === null;
