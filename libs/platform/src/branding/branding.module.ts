import { Global, Module } from '@nestjs/common';
import { Brand } from './brand';

@Global()
@Module({ providers: [Brand], exports: [Brand] })
export class BrandingModule {}
