import { Global, Module } from '@nestjs/common';
import { RegisteredRules } from './registered-rules';

@Global()
@Module({ providers: [RegisteredRules], exports: [RegisteredRules] })
export class ValidationModule {}
