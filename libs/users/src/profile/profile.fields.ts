import {
  caselessKey,
  ChoiceField,
  isNil,
  languages,
  nameKey,
  nameSkeletons,
  ResponseField,
  RuleSet,
  TextField,
} from '#platform';
import { Column } from 'typeorm';
import {
  keptUsernameFaultCodes,
  keptUsernameFaults,
  MAX_USERNAME,
  usernameFaultCodes,
  usernameFaults,
} from '../identifiers/username.policy';

/**
 * The profile fields that users edit themselves: name on the wire → property of `User`, which is also the name in the
 * audit log. Everything about a field is in this file, except its migration. How to add one: CONTRIBUTING.md.
 */
const profileFields = { username: 'username', full_name: 'fullName', bio: 'bio', locale: 'locale' } as const;

export type Profile = Pick<ProfileColumns, (typeof profileFields)[keyof typeof profileFields]>;
/** Of a new account. The other fields are optional. */
export type NewProfile = Pick<Profile, 'username' | 'fullName'> & Partial<Omit<Profile, 'username' | 'fullName'>>;
export type ProfileField = keyof typeof profileFields;
type ProfileInput = Partial<Record<ProfileField, string | null>>;

/** The columns of `users`. */
export abstract class ProfileColumns {
  @Column('text') username: string;
  @Column('text', { name: 'username_key', select: false }) usernameKey: string;
  /** What looks like it (`NameSkeletons`). Null where another account had such a username before. */
  @Column('text', { name: 'username_skeleton', select: false, nullable: true }) usernameSkeleton: string | null;
  @Column('text', { name: 'username_upper_skeleton', select: false, nullable: true })
  usernameUpperSkeleton: string | null;
  @Column('text', { name: 'full_name' }) fullName: string;
  /** Caseless, for the search. */
  @Column('text', { name: 'full_name_key', select: false }) fullNameKey: string;
  @Column('text', { default: '' }) bio: string;
  /** BCP 47, one of the languages of the service. Null where the user chose none. */
  @Column('text', { nullable: true }) locale: string | null;
}

interface Options {
  optional?: boolean;
}

const usernameDescription =
  'Unique without regard to case and to characters that look alike (UTS #39): letters of one script, or of Latin and ' +
  'Chinese, Japanese or Korean; digits and `_ . -`.';

const usernameField = { description: usernameDescription, max: MAX_USERNAME, example: 'user123' };

/** Of a new account. */
export const Username = () => TextField({ ...usernameField, rules: RuleSet(usernameFaultCodes, usernameFaults) });

/** `UserProfileService` checks the scripts, where it is another one than the user has. */
const EditedUsername = () =>
  TextField({ ...usernameField, optional: true, rules: RuleSet(keptUsernameFaultCodes, keptUsernameFaults) });

export const FullName = (options: Options = {}) =>
  TextField({ description: 'Name to show.', ...options, max: 255, example: 'John Doe' });

const Bio = () =>
  TextField({
    optional: true,
    min: 0,
    max: 500,
    multiline: true,
    description: 'About the person.',
    example: 'Likes tea.',
  });

/** An empty text removes the choice, since `null` leaves a field as it is. */
const Locale = () =>
  ChoiceField({
    optional: true,
    values: [...languages, ''],
    description:
      'The language (BCP 47) of mails and notices to the user. An empty text removes the choice. At a registration the ' +
      'default is the language of `Accept-Language`.',
    example: 'de',
  });

class ProfileDetails {
  bio?: string | null;
  locale?: string | null;
}

/** Extends the class of a request body by the optional fields of a profile. */
export function WithProfileDetails<Base extends object>(base: new () => Base): new () => Base & ProfileDetails {
  class Details extends (base as new () => object) {
    @Bio() bio?: string | null;
    @Locale() locale?: string | null;
  }
  return Details as new () => Base & ProfileDetails;
}

class OptionalNames {
  @EditedUsername() username?: string | null;
  @FullName({ optional: true }) full_name?: string | null;
}

/** An edit of a profile. A field that is left out keeps its value. */
export class ProfileChanges extends WithProfileDetails(OptionalNames) implements ProfileInput {}

/** What of a profile only its owner and admins see. */
export class PrivateProfileDto {
  @ResponseField({
    type: String,
    nullable: true,
    enum: [...languages, null],
    description: 'The language (BCP 47) that the user chose for mails and notices.',
    example: 'de',
  })
  locale: string | null;
}

/** The profile of a user, as everybody sees it. */
export class ProfileDto {
  @ResponseField({ format: 'uuid', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) id: string;
  @ResponseField({ example: 'user123' }) username: string;
  @ResponseField({ example: 'John Doe' }) full_name: string;
  @ResponseField({
    type: String,
    format: 'uri',
    nullable: true,
    description: 'URL of a WebP image of 512×512; the image of a URL never changes.',
    example: 'https://auth.example.com/avatars/5b0c9a6e3f4d41d2a7c8.webp',
  })
  avatar: string | null;
  @ResponseField({ example: 'Likes tea.' }) bio: string;
}

export function toProfileDto(user: Profile & { id: string }, avatar: string | null): ProfileDto {
  return { id: user.id, username: user.username, full_name: user.fullName, avatar, bio: user.bio };
}

/** The fields that a request body sets. */
/** What a request has of a profile, and no other field. */
export const pickProfile = <Body extends ProfileInput>(body: Body) =>
  Object.fromEntries(Object.keys(profileFields).map((field) => [field, body[field as ProfileField]])) as Pick<
    Body,
    ProfileField & keyof Body
  >;

export function toProfile(body: ProfileInput): Partial<Profile> {
  const set = Object.entries(profileFields).filter(([field]) => !isNil(body[field as ProfileField]));
  const profile = Object.fromEntries(set.map(([field, property]) => [property, body[field as keyof ProfileInput]]));
  return profile.locale === '' ? { ...profile, locale: null } : profile;
}

/** The columns of the fields, with the keys that make names unique or searchable. */
export function toProfileColumns({ username, fullName, ...details }: Partial<Profile>): Partial<ProfileColumns> {
  return {
    ...(username !== undefined && toUsernameColumns(username)),
    ...(fullName !== undefined && { fullName, fullNameKey: caselessKey(fullName) }),
    ...details,
  };
}

function toUsernameColumns(username: string): Partial<ProfileColumns> {
  const { skeleton, upperSkeleton } = nameSkeletons(username);
  return {
    username: username.normalize('NFKC'),
    usernameKey: nameKey(username),
    usernameSkeleton: skeleton,
    usernameUpperSkeleton: upperSkeleton,
  };
}

/** The optional fields of a new account. */
export const emptyProfile = { bio: '', locale: null };
