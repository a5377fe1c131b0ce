import { CurrentUser, type Principal, RequirePermissions, RequireRecentAuth } from '#auth';
import {
  ApiAnswer,
  type RequestMetadata,
  DEFAULT_LIMIT,
  ReqMetadata,
  IdParam,
  cursorParts,
  type Page,
  toPage,
  PageQuery,
  PageDto,
  parseCursor,
} from '#platform';
import { Body, Controller, Delete, Get, Header, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ServiceSecretsService } from './secrets/service-secrets.service';
import { MANAGE_SERVICES } from './service-changes';
import { ServicesService } from './services.service';
import {
  NewServiceSecret,
  NewService,
  CreatedServiceSecretDto,
  ServiceEdit,
  CreatedServiceDto,
  ServiceDto,
  toServiceSecretDto,
  toServiceDto,
} from './services.dto';

/** No role has it from the start but `owner`, who holds everything; only who holds it can put it into a role. */
@RequirePermissions(MANAGE_SERVICES)
@ApiTags('Services')
@ApiBearerAuth()
@Controller('api/services')
export class ServicesController {
  constructor(
    private readonly services: ServicesService,
    private readonly secrets: ServiceSecretsService,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listServices', summary: 'All services', description: 'By name.' })
  @ApiAnswer(200, PageDto(ServiceDto), 'validation_failed')
  async list(@Query() { limit = DEFAULT_LIMIT, cursor }: PageQuery): Promise<Page<ServiceDto>> {
    const [after] = parseCursor(cursor, [cursorParts.text]) ?? [];
    return toPage(await this.services.list(limit + 1, after), limit, ({ nameKey }) => [nameKey], toServiceDto);
  }

  @Get(':id')
  @ApiOperation({
    operationId: 'getService',
    summary: 'A service',
    description: 'With its scopes and secrets; the secrets themselves are never shown again.',
  })
  @ApiAnswer(200, ServiceDto, 'service_not_found')
  async read(@IdParam() id: string): Promise<ServiceDto> {
    return toServiceDto(await this.services.find(id));
  }

  @Post()
  @RequireRecentAuth()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'createService',
    summary: 'Make a service',
    description: 'It gets its access tokens at `POST /oauth/token`, with the secret that is shown this once.',
  })
  @ApiAnswer(201, CreatedServiceDto, 'validation_failed', 'service_name_taken')
  async create(
    @CurrentUser() principal: Principal,
    @Body() wanted: NewService,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<CreatedServiceDto> {
    const service = await this.services.create(wanted, { principal, metadata });
    return { ...toServiceDto(service), client_id: service.id, client_secret: service.clientSecret };
  }

  @Patch(':id')
  @ApiOperation({
    operationId: 'updateService',
    summary: 'Edit a service',
    description: 'What is left out stays. Tokens with a scope that is taken away are revoked at once.',
  })
  @ApiAnswer(200, ServiceDto, 'validation_failed', 'service_not_found', 'service_name_taken')
  async edit(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() edit: ServiceEdit,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<ServiceDto> {
    return toServiceDto(await this.services.edit(id, edit, { principal, metadata }));
  }

  @Delete(':id')
  @RequireRecentAuth()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteService',
    summary: 'Remove a service',
    description: 'Its tokens and its event stream end at once.',
  })
  @ApiAnswer(204, undefined, 'service_not_found')
  async remove(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.services.remove(id, { principal, metadata });
  }

  @Post(':id/secrets')
  @RequireRecentAuth()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'createServiceSecret',
    summary: 'Add a secret',
    description: 'For rotation: bring the new one out, then remove the old one. Shown this once.',
  })
  @ApiAnswer(201, CreatedServiceSecretDto, 'validation_failed', 'service_not_found', 'too_many_secrets')
  async addSecret(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() { expires_at }: NewServiceSecret,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<CreatedServiceSecretDto> {
    const expiresAt = expires_at ? new Date(expires_at) : null;
    const secret = await this.secrets.add(id, expiresAt, { principal, metadata });
    return { ...toServiceSecretDto(secret), client_secret: secret.clientSecret };
  }

  @Delete(':id/secrets/:secret_id')
  @RequireRecentAuth()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteServiceSecret',
    summary: 'Remove a secret',
    description: 'Tokens that it got are revoked at once.',
  })
  @ApiAnswer(204, undefined, 'service_not_found', 'secret_not_found')
  async removeSecret(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @IdParam('secret_id') secretId: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.secrets.remove(id, secretId, { principal, metadata });
  }
}
