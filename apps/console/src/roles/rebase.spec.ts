import type { FullDraft } from './role-draft';
import { rebase } from './rebase';

const base = {
  name: 'helper',
  description: '',
  priority: 10,
  require_mfa: false,
  can_moderate: false,
  can_manage_users: false,
  can_manage_roles: false,
  can_delete_messages: false,
  can_ban_users: true,
  custom_permissions: { kept: 1, mine: 1, theirs: 1, both: 1, removed_by_me: 1, removed_by_them: 1 },
} satisfies FullDraft;

describe('an edit on what another person has made of the role meanwhile', () => {
  it('keeps their changes, and its own where both have changed the same', () => {
    const draft = {
      ...base,
      can_moderate: true,
      description: 'Mine.',
      custom_permissions: { kept: 1, mine: 2, theirs: 1, both: 2, removed_by_them: 1, added_by_me: true },
    };
    const theirs = {
      ...base,
      priority: 20,
      description: 'Theirs.',
      custom_permissions: { kept: 1, mine: 1, theirs: 3, both: 3, removed_by_me: 1, added_by_them: true },
    };
    expect(rebase(base, draft, theirs)).toEqual({
      ...base,
      can_moderate: true,
      priority: 20,
      description: 'Mine.',
      custom_permissions: { kept: 1, mine: 2, theirs: 3, both: 2, added_by_me: true, added_by_them: true },
    });
  });

  it('that changes nothing is what they made', () => {
    const theirs = { ...base, can_ban_users: false, custom_permissions: {} };
    expect(rebase(base, base, theirs)).toEqual(theirs);
  });
});
