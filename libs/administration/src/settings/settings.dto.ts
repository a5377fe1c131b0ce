import { type DescribedSetting, ResponseField } from '#platform';

export class SettingDto {
  @ResponseField({ example: 'ACCESS_TOKEN_TTL' }) name: string;
  @ResponseField({ example: 'Security' }) group: string;
  @ResponseField({ example: 'How long an access token is valid.' }) description: string;
  @ResponseField({
    type: String,
    nullable: true,
    description:
      'As it is written in the environment, or the default. `null` for a secret, and where the default is not a plain value. Of a URL user name, password and query are not shown.',
    example: '10m',
  })
  value: string | null;
  @ResponseField({
    type: String,
    nullable: true,
    description: 'The default in words, where it is not a plain value.',
    example: null,
  })
  default: string | null;
  @ResponseField({ description: 'Whether it is a secret, whose value is never shown.', example: false })
  is_secret: boolean;
  @ResponseField({ description: 'Whether the environment sets it.', example: false }) is_set: boolean;
}

export class SettingsDto {
  @ResponseField({ type: [SettingDto], description: 'By group.' }) items: SettingDto[];
}

export const toSettingDto = (setting: DescribedSetting): SettingDto => ({
  name: setting.name,
  group: setting.group,
  description: setting.description,
  value: setting.value,
  default: setting.defaultWords,
  is_secret: setting.isSecret,
  is_set: setting.isSet,
});
