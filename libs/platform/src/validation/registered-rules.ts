import { Injectable } from '@nestjs/common';
import { ValidationError } from 'class-validator';
import { type RuleResult, serializeMessage } from './rule';

/** What is wrong with the text of a field; nothing if it is right. */
export type RegisteredCheck = (value: string) => RuleResult;

interface RuledField {
  property: string;
  code: string;
}

const RULED_FIELDS = Symbol('fields with registered rules');

/** A rule of a text field that needs a service. The module of the service registers the check by the same code. */
export const RegisteredRule =
  (code: string): PropertyDecorator =>
  (target, property) =>
    Reflect.defineMetadata(RULED_FIELDS, [...ruledFieldsOf(target), { property: String(property), code }], target);

/** Those of the classes that it extends too. */
const ruledFieldsOf = (object: object): RuledField[] => Reflect.getMetadata(RULED_FIELDS, object) ?? [];

/** Modules register checks that need a service (`onModuleInit`); the validation pipe applies them with all other rules. */
@Injectable()
export class RegisteredRules {
  private readonly checks = new Map<string, RegisteredCheck>();

  register(code: string, check: RegisteredCheck): void {
    this.checks.set(code, check);
  }

  /** @param object of a DTO class */
  violations(object: object): ValidationError[] {
    return ruledFieldsOf(object).flatMap(({ property, code }) => {
      const value = (object as Record<string, unknown>)[property];
      const message = typeof value === 'string' ? this.checks.get(code)?.(value) : undefined;
      return message === undefined
        ? []
        : [Object.assign(new ValidationError(), { property, constraints: { [code]: serializeMessage(message) } })];
    });
  }
}
