import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

/** A field that goes out: only its place in the OpenAPI document. */
export function ResponseField(options: ApiPropertyOptions): PropertyDecorator {
  return ApiProperty(options);
}
