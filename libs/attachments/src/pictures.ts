/** A small file can unfold into gigabytes; pictures beyond any camera are not opened. */
const PIXELS = 100_000_000;
const DRAW_SECONDS = 20;
/** Side of the square that a picture is fitted into. */
const PREVIEW_SIDE = 512;
const MODEL_SIDE = 2_048;

/** The library takes time and memory to load; a process that opens no picture pays neither. */
const open = async (path: string) => {
  const { default: sharp } = await import('sharp');
  return sharp(path, { limitInputPixels: PIXELS, failOn: 'error', sequentialRead: true }).timeout({ seconds: DRAW_SECONDS });
};

/** Upright, and without what the camera wrote into it (places among it). */
const fitted = async (path: string, side: number) => (await open(path)).autoOrient().resize(side, side, { fit: 'inside', withoutEnlargement: true });

/** Draws what people see of a picture, as WebP. @throws when it is broken, or too large to be opened */
export async function drawPreview(path: string, target: string): Promise<void> {
  await (await fitted(path, PREVIEW_SIDE)).webp({ quality: 80 }).toFile(target);
}

/** Draws what a model gets of a picture, as JPEG. @throws when it is broken, or too large to be opened */
export async function drawForModel(path: string, target: string): Promise<void> {
  await (await fitted(path, MODEL_SIDE)).flatten({ background: 'white' }).jpeg({ quality: 85 }).toFile(target);
}

/** The media type of a picture by its bytes. @throws when it is none, is broken, or too large to be opened */
export async function pictureType(path: string): Promise<string> {
  const { format } = await (await open(path)).metadata();
  return format === 'heif' ? 'image/avif' : `image/${format}`;
}
