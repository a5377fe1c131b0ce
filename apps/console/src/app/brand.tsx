import { Group, Text } from '@mantine/core';
import { useBranding } from './branding';

export function Brand() {
  const { name, logo } = useBranding();
  return (
    <Group gap={10} wrap="nowrap">
      {logo ? (
        <img src={logo} alt="" height={28} />
      ) : (
        <svg width={28} height={28} viewBox="0 0 32 32" className="brand-mark" aria-hidden="true" focusable="false">
          <circle cx="12" cy="16" r="9" />
          <circle cx="20" cy="16" r="9" />
        </svg>
      )}
      <Text fw={650} className="brand-name">
        {name}
      </Text>
    </Group>
  );
}
