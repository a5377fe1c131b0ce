import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Dialog } from '../ui/dialog';
import { Failure } from '../ui/failure';
import { isProblem } from '../ui/problem';
import { QueryView } from '../ui/query-view';
import { useAction } from '../ui/use-action';
import { rebase } from './rebase';
import { RoleConflict } from './role-conflict';
import { createRole, type FullDraft, fullDraftOf, type ReadRole, readRole, updateRole } from './role-draft';
import { RoleForm, roleQueries } from './role-form';

/** What the list shows may be old: an edit begins with what the service has now. */
export function RoleDialog({ role, close }: { role?: Role; close: () => void }) {
  const t = useT();
  const read = useQuery({
    queryKey: ['role', role?.id],
    queryFn: () => readRole(role!.id),
    enabled: !!role,
    gcTime: 0,
    staleTime: Infinity,
  });
  return (
    <Dialog onClose={close} size="lg" title={role ? t('roles.editTitle', { role: role.name }) : t('roles.create')}>
      {role ? (
        <QueryView query={read} rows={6}>
          {(found) => <RoleEdit read={found} close={close} />}
        </QueryView>
      ) : (
        <NewRole close={close} />
      )}
    </Dialog>
  );
}

function NewRole({ close }: { close: () => void }) {
  const t = useT();
  const create = useAction({
    run: createRole,
    refresh: roleQueries,
    done: ({ role }) => t('roles.created', { role: role.name }),
    onDone: close,
    quiet: true,
  });
  return <RoleForm close={close} error={create.error} isSaving={create.isPending} save={create.mutate} />;
}

interface Conflict {
  theirs: ReadRole;
  mine: FullDraft;
}

/** Where another person was faster, it begins again with what they made, or saves over it. */
function RoleEdit({ read, close }: { read: ReadRole; close: () => void }) {
  const t = useT();
  const [base, setBase] = useState(read);
  const [conflict, setConflict] = useState<Conflict>();
  const save = useAction({
    run: async ({ draft, over }: { draft: FullDraft; over: ReadRole }) => {
      try {
        return { saved: await updateRole(over, rebase(fullDraftOf(base.role), draft, fullDraftOf(over.role))), over };
      } catch (error) {
        if (isProblem(error, 'precondition_failed')) setConflict({ mine: draft, theirs: await readRole(base.role.id) });
        throw error;
      }
    },
    refresh: roleQueries,
    done: ({ saved }) => t('roles.saved', { role: saved.role.name }),
    undo:
      ({ saved, over }) =>
      () =>
        updateRole(saved, fullDraftOf(over.role)),
    onDone: close,
    quiet: true,
  });
  if (!conflict)
    return (
      <RoleForm
        key={base.etag}
        role={base.role}
        close={close}
        error={save.error}
        isSaving={save.isPending}
        save={(draft) => save.mutate({ draft, over: base })}
      />
    );
  const { theirs, mine } = conflict;
  const takeTheirs = () => {
    save.reset();
    setBase(theirs);
    setConflict(undefined);
  };
  return (
    <Stack>
      {!isProblem(save.error, 'precondition_failed') && <Failure error={save.error} fields={[]} />}
      <RoleConflict
        base={base.role}
        mine={mine}
        theirs={theirs.role}
        takeTheirs={takeTheirs}
        saveMine={() => save.mutate({ draft: mine, over: theirs })}
        isSaving={save.isPending}
      />
    </Stack>
  );
}
