import { Alert, Button, Group, Slider, Stack, Text } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { type Crop, cut, draw, moved } from './crop';

/** Pixels on the screen. */
const PREVIEW = 280;
/** A press of an arrow key moves by this share of the cut. */
const STEP = 0.05;

const arrows: Record<string, [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

interface Props {
  file: File;
  isBusy: boolean;
  close: () => void;
  save: (image: Blob) => void;
}

export default function CropDialog({ file, isBusy, close, save }: Props) {
  const t = useT();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { picture, isBroken } = usePicture(file);
  const [crop, setCrop] = useState<Crop>({ x: 0.5, y: 0.5, zoom: 1 });
  useEffect(() => {
    if (canvas.current && picture) draw(canvas.current, picture, crop);
  }, [picture, crop]);

  const move = (dx: number, dy: number) => picture && setCrop((before) => moved(before, picture, dx, dy));
  const onPointerMove = (event: PointerEvent) => {
    if (event.buttons === 1) move(-event.movementX / PREVIEW, -event.movementY / PREVIEW);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = arrows[event.key];
    if (!step) return;
    event.preventDefault();
    move(...step);
  };

  return (
    <Dialog onClose={close} title={t('crop.title')}>
      <Stack>
        {isBroken ? (
          <Alert color="red" icon={<Icon name="alert" />} role="alert">
            {t('crop.broken')}
          </Alert>
        ) : (
          <>
            <div
              role="application"
              aria-label={t('crop.area')}
              tabIndex={0}
              className="crop"
              onKeyDown={onKeyDown}
              onPointerMove={onPointerMove}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            >
              <canvas ref={canvas} width={PREVIEW * 2} height={PREVIEW * 2} />
            </div>
            <Text size="sm" c="dimmed">
              {t('crop.hint')}
            </Text>
            <Slider
              thumbLabel={t('crop.zoom')}
              min={1}
              max={4}
              step={0.1}
              label={null}
              value={crop.zoom}
              onChange={(zoom) => picture && setCrop((before) => moved({ ...before, zoom }, picture, 0, 0))}
            />
          </>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button disabled={!picture} loading={isBusy} onClick={() => picture && void cut(picture, crop).then(save)}>
            {t('crop.save')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function usePicture(file: File): { picture?: ImageBitmap; isBroken: boolean } {
  const [picture, setPicture] = useState<ImageBitmap>();
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    let isOver = false;
    createImageBitmap(file).then(
      (decoded) => !isOver && setPicture(decoded),
      () => !isOver && setBroken(true),
    );
    return () => {
      isOver = true;
    };
  }, [file]);
  return { picture, isBroken };
}
