import { Select, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useUser } from '@collabsphere/client/react';
import type { Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { mayManageRole } from '../roles/hierarchy';
import { rolesQuery } from '../roles/roles.queries';
import type { BulkActionName } from './bulk-actions';

type Inputs = Partial<Schemas['BulkAction']>;

const DAY = 86_400_000;
const spans = { day: DAY, week: 7 * DAY, month: 30 * DAY };
type Span = keyof typeof spans;

interface Props {
  action: BulkActionName;
  inputs: Inputs;
  setInputs: (inputs: Inputs) => void;
}

export function BulkInputs({ action, inputs, setInputs }: Props) {
  if (action === 'ban') return <BanInputs inputs={inputs} setInputs={setInputs} />;
  if (action === 'add_role' || action === 'remove_role') return <RoleInput inputs={inputs} setInputs={setInputs} />;
  return null;
}

function RoleInput({ inputs, setInputs }: Omit<Props, 'action'>) {
  const t = useT();
  const me = useUser();
  const roles = useQuery(rolesQuery);
  const offered = (roles.data ?? []).filter((role) => me && mayManageRole(me, role));
  return (
    <Select
      data-autofocus
      label={t('roles.role')}
      placeholder={t('roles.choose')}
      searchable
      data={offered.map(({ id, name }) => ({ value: id, label: name }))}
      value={inputs.role ?? null}
      onChange={(role) => setInputs({ role: role ?? undefined })}
    />
  );
}

function BanInputs({ inputs, setInputs }: Omit<Props, 'action'>) {
  const t = useT();
  const spanNames = Object.keys(spans) as Span[];
  const span = spanNames.find((name) => inputs.until && new Date(inputs.until).getTime() - Date.now() <= spans[name]);
  return (
    <>
      <Textarea
        data-autofocus
        label={t('ban.reason')}
        description={t('ban.reasonHint')}
        required
        withAsterisk={false}
        autosize
        minRows={2}
        maxLength={500}
        value={inputs.reason ?? ''}
        onChange={({ currentTarget }) => setInputs({ ...inputs, reason: currentTarget.value })}
      />
      <Select
        label={t('ban.until')}
        allowDeselect={false}
        data={[
          ...spanNames.map((value) => ({ value, label: t(`ban.until.${value}`) })),
          { value: 'forever', label: t('ban.until.forever') },
        ]}
        value={span ?? 'forever'}
        onChange={(value) =>
          setInputs({
            ...inputs,
            until: value && value in spans ? new Date(Date.now() + spans[value as Span]).toISOString() : undefined,
          })
        }
      />
    </>
  );
}
