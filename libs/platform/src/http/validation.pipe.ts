import { type ArgumentMetadata, Injectable, Optional, ValidationPipe } from '@nestjs/common';
import type { ValidationError, ValidatorOptions } from 'class-validator';
import { captureOriginalKeys } from '../validation/preserve-keys';
import { nestedType } from '../validation/nested-type';
import { RegisteredRules } from '../validation/registered-rules';
import { findUnstorableText } from '../validation/storable-text';
import { msg } from '../i18n/message';
import { parseMessage } from '../validation/rule';
import { type FieldFault, Problem, problems } from './problem';

type DtoClass = new () => object;

/** Checks bodies and queries against their DTO class; every fault at once, unknown fields too. */
@Injectable()
export class ProblemValidationPipe extends ValidationPipe {
  /** @param rules left out where no service is at hand, as on the command line */
  constructor(@Optional() private readonly rules?: RegisteredRules) {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => problems.validation_failed({ errors: toFieldErrors(errors) }),
    });
  }

  protected override async validate(object: object, options?: ValidatorOptions): Promise<ValidationError[]> {
    const errors = withoutNestedConstraint(await super.validate(object, options));
    return [...errors, ...(this.rules?.violations(object) ?? [])];
  }

  /** What is stripped here, `@AsSent()` brings back. */
  protected override stripProtoKeys(value: unknown): void {
    captureOriginalKeys(value);
    super.stripProtoKeys(value);
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && metadata.metatype && value !== undefined && value !== null && !isObject(value))
      throw problems.validation_failed({
        errors: [{ field: '', code: 'invalid_type', message: msg('faults.invalid_type.body') }],
      });
    // Of a body, free-form objects and passwords too, to which the DTO class has no word to say.
    const unstorable = metadata.type === 'body' ? findUnstorableText(value) : [];
    const inherited = this.toValidate(metadata) ? inheritedFields(value, metadata.metatype as DtoClass) : [];
    if (unstorable.length + inherited.length === 0) return super.transform(value, metadata);
    const others = await this.validationErrorsOf(withoutInherited(value), metadata);
    throw problems.validation_failed({
      errors: withoutDuplicates([...others, ...inherited.map(unknownField), ...unstorable]),
    });
  }

  private async validationErrorsOf(value: unknown, metadata: ArgumentMetadata): Promise<FieldFault[]> {
    try {
      await super.transform(value, metadata);
      return [];
    } catch (error) {
      if (error instanceof Problem) return [...error.faults];
      throw error;
    }
  }
}

/** What is no object, `@Nested` says in our words; and `null` is welcome where a field may be left out. */
function withoutNestedConstraint(errors: ValidationError[]): ValidationError[] {
  return errors.filter((error) => {
    delete error.constraints?.nestedValidation;
    error.children = withoutNestedConstraint(error.children ?? []);
    return error.children.length > 0 || Object.keys(error.constraints ?? {}).length > 0;
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `toString` and the like, which class-validator takes for known, since every object has them. */
const isInherited = (field: string) => field in Object.prototype;

/** Those in nested objects too, which class-transformer would leave out without a word. */
function inheritedFields(value: unknown, type: DtoClass, path = ''): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) => {
    if (isInherited(field)) return [path + field];
    const innerType = nestedType.find(type, field);
    return innerType ? inheritedFields(inner, innerType, `${path}${field}.`) : [];
  });
}

const withoutInherited = (value: unknown) =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([field]) => !isInherited(field))) : value;

const unknownField = (field: string): FieldFault => ({
  field,
  code: 'unknown_field',
  message: msg('faults.unknown_field'),
});

function withoutDuplicates(faults: FieldFault[]): FieldFault[] {
  return [...new Map(faults.map((fault) => [`${fault.code} ${fault.field}`, fault])).values()];
}

function toFieldErrors(errors: ValidationError[], path = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const field = path + error.property;
    const own = Object.entries(error.constraints ?? {}).map(([code, message]) =>
      code === 'whitelistValidation' ? unknownField(field) : { field, code, message: parseMessage(message) },
    );
    return [...own, ...toFieldErrors(error.children ?? [], `${field}.`)];
  });
}
