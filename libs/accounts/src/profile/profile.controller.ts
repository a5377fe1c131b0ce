import { AllowUnverifiedEmail, AllowWithoutMfa, CurrentUser, type Principal } from '#auth';
import { ApiAnswer, type RequestMetadata, ReqMetadata, RateLimitByUser } from '#platform';
import { AvatarsService } from '#users';
import { Body, Controller, Delete, Get, Patch, Put, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ProfileService } from './profile.service';
import { ProfileDto, ProfileEdit } from './profile.dto';
import { readAvatarUpload } from './avatar-upload';

@ApiTags('Profile')
@ApiBearerAuth()
@AllowUnverifiedEmail()
@Controller('api/profile')
export class ProfileController {
  constructor(
    private readonly profiles: ProfileService,
    private readonly avatars: AvatarsService,
  ) {}

  @Get()
  @AllowWithoutMfa()
  @ApiOperation({
    operationId: 'getProfile',
    summary: 'Read the own profile',
    description: 'The account as its owner sees it.',
  })
  @ApiAnswer(200, ProfileDto, 'user_not_found')
  read(@CurrentUser() principal: Principal): Promise<ProfileDto> {
    return this.profiles.read(principal);
  }

  @Patch()
  @ApiOperation({
    operationId: 'updateProfile',
    summary: 'Edit the own profile',
    description: 'Omitted fields stay unchanged.',
  })
  @ApiAnswer(
    200,
    ProfileDto,
    'validation_failed',
    'user_not_found',
    'username_taken',
    'password_changed_meanwhile',
    'too_many_attempts',
  )
  edit(
    @CurrentUser() principal: Principal,
    @Body() edit: ProfileEdit,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<ProfileDto> {
    return this.profiles.edit(principal, edit, metadata);
  }

  @Put()
  @ApiOperation({ operationId: 'replaceProfile', summary: 'Edit the own profile', description: 'The same as PATCH.' })
  @ApiAnswer(
    200,
    ProfileDto,
    'validation_failed',
    'user_not_found',
    'username_taken',
    'password_changed_meanwhile',
    'too_many_attempts',
  )
  replace(
    @CurrentUser() principal: Principal,
    @Body() edit: ProfileEdit,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<ProfileDto> {
    return this.profiles.edit(principal, edit, metadata);
  }

  @Put('avatar')
  @RouteConfig({ files: true })
  @RateLimitByUser('upload')
  @ApiOperation({
    operationId: 'uploadAvatar',
    summary: 'Upload an avatar',
    description: 'PNG, JPEG, WebP or GIF, at most 5 MB and 40 megapixels; kept as a WebP of 512×512 without metadata.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['avatar'], properties: { avatar: { type: 'string', format: 'binary' } } },
  })
  @ApiAnswer(
    200,
    ProfileDto,
    'bad_request',
    'user_not_found',
    'avatar_missing',
    'avatar_not_an_image',
    'avatar_too_many_pixels',
    'body_too_large',
    'unsupported_media_type',
    'avatars_busy',
    'too_many_attempts',
  )
  async setAvatar(@CurrentUser() principal: Principal, @Req() request: FastifyRequest): Promise<ProfileDto> {
    await this.avatars.set(principal, await readAvatarUpload(request));
    return this.profiles.read(principal);
  }

  @Delete('avatar')
  @ApiOperation({ operationId: 'deleteAvatar', summary: 'Remove the avatar', description: 'The file is deleted.' })
  @ApiAnswer(200, ProfileDto, 'user_not_found')
  async removeAvatar(@CurrentUser() principal: Principal): Promise<ProfileDto> {
    await this.avatars.remove(principal);
    return this.profiles.read(principal);
  }
}
