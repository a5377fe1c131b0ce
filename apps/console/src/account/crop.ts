/** Pixels of the picture that is uploaded. */
const OUTPUT = 512;

export interface Crop {
  /** The middle of the cut, as shares of the picture's width and height. */
  x: number;
  y: number;
  /** 1: as much as fits. */
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** The square that is cut out, in pixels of the picture. */
export function squareOf({ x, y, zoom }: Crop, { width, height }: Size): { left: number; top: number; side: number } {
  const side = Math.min(width, height) / zoom;
  return {
    side,
    left: clamp(x * width - side / 2, 0, width - side),
    top: clamp(y * height - side / 2, 0, height - side),
  };
}

/** Moved by shares of the square's side, and never over the edge. */
export function moved(crop: Crop, size: Size, dx: number, dy: number): Crop {
  const { left, top, side } = squareOf(crop, size);
  const next = {
    ...crop,
    x: (left + dx * side + side / 2) / size.width,
    y: (top + dy * side + side / 2) / size.height,
  };
  const square = squareOf(next, size);
  return { ...next, x: (square.left + side / 2) / size.width, y: (square.top + side / 2) / size.height };
}

export function draw(canvas: HTMLCanvasElement, picture: ImageBitmap, crop: Crop): void {
  const { left, top, side } = squareOf(crop, picture);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
}

export async function cut(picture: ImageBitmap, crop: Crop): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = OUTPUT;
  draw(canvas, picture, crop);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The canvas has no picture.'))), 'image/png'),
  );
}
