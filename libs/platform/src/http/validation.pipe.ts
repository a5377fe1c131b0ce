import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError, ValidatorOptions } from 'class-validator';
import { keepAsSent } from '../wire/as-sent';
import { type FieldFault, Problem, problems } from './problem';

/** Checks bodies and queries against their wire class; every fault at once, unknown fields too. */
@Injectable()
export class WireValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => problems.validation_failed({ errors: faultsOf(errors) }),
    });
  }

  protected override async validate(object: object, options?: ValidatorOptions): Promise<ValidationError[]> {
    return withoutNested(await super.validate(object, options));
  }

  /** What is stripped here, `@AsSent()` brings back. */
  protected override stripProtoKeys(value: unknown): void {
    keepAsSent(value);
    super.stripProtoKeys(value);
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && metadata.metatype && value !== undefined && value !== null && !isObject(value))
      throw problems.validation_failed({
        errors: [{ field: '', code: 'invalid_type', message: 'The body must be a JSON object.' }],
      });
    const inherited =
      this.toValidate(metadata) && isObject(value) ? Object.keys(value as object).filter(isInherited) : [];
    if (inherited.length === 0) return super.transform(value, metadata);
    const others = Object.fromEntries(Object.entries(value as object).filter(([field]) => !isInherited(field)));
    throw problems.validation_failed({
      errors: [...(await this.faultsIn(others, metadata)), ...inherited.map(unknownField)],
    });
  }

  private async faultsIn(value: unknown, metadata: ArgumentMetadata): Promise<FieldFault[]> {
    try {
      await super.transform(value, metadata);
      return [];
    } catch (error) {
      if (error instanceof Problem) return (error.getResponse() as { errors: FieldFault[] }).errors;
      throw error;
    }
  }
}

/** What is no object, `@Nested` says in our words; and `null` is welcome where a field may be left out. */
function withoutNested(errors: ValidationError[]): ValidationError[] {
  return errors.filter((error) => {
    delete error.constraints?.nestedValidation;
    error.children = withoutNested(error.children ?? []);
    return error.children.length > 0 || Object.keys(error.constraints ?? {}).length > 0;
  });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `toString` and the like, which class-validator takes for known, since every object has them. */
const isInherited = (field: string) => field in Object.prototype;

const unknownField = (field: string): FieldFault => ({
  field,
  code: 'unknown_field',
  message: 'There is no such field.',
});

function faultsOf(errors: ValidationError[], path = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const field = path + error.property;
    const own = Object.entries(error.constraints ?? {}).map(([code, message]) =>
      code === 'whitelistValidation' ? unknownField(field) : { field, code, message },
    );
    return [...own, ...faultsOf(error.children ?? [], `${field}.`)];
  });
}
