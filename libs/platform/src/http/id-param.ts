import { Param, type PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { msg } from '../i18n/message';
import { problems } from './problem';

class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly field: string) {}

  transform(value: string): string {
    if (isUUID(value)) return value.toLowerCase();
    throw problems.validation_failed({
      errors: [{ field: this.field, code: 'invalid_id', message: msg('faults.invalid_id') }],
    });
  }
}

/** `@Id() id: string`: a path parameter that must be a UUID. */
export function IdParam(name = 'id'): ParameterDecorator {
  return (target, method, index) => {
    Param(name, new IdPipe(name))(target, method, index);
    const descriptor = Object.getOwnPropertyDescriptor(target, method!)!;
    ApiParam({ name, format: 'uuid', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' })(target, method!, descriptor);
  };
}
