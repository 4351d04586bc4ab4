// RGB -> XYB, the colour space of JPEG XL in which SSIMULACRA2 compares, and halving in linear light before it.

/** Linear light, three values a pixel; or, once converted, a plane for each of X, Y and B. */
export interface Linear {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

export type Planes = readonly [Float32Array, Float32Array, Float32Array];

/** Source: libjxl, lib/jxl/opsin_params.h. */
const absorbance = {
  l: { r: 0.3, g: 0.622, b: 0.078 },
  m: { r: 0.23, g: 0.692, b: 0.078 },
  s: { r: 0.243_422_689_245_478_19, g: 0.204_767_444_244_968_21, b: 0.551_809_866_509_553_5 },
};
const bias = 0.003_793_073_255_275_449_3;
const biasRoot = Math.cbrt(bias);

const linear = Float32Array.from({ length: 256 }, (_, value) => {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});

/** @param data sRGB, three bytes a pixel. */
export function toLinear(data: Uint8Array, width: number, height: number): Linear {
  const light = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) light[i] = linear[data[i] as number] as number;
  return { width, height, data: light };
}

/** Each pixel the mean of four; an odd side's last is repeated. */
export function halve({ width, height, data }: Linear): Linear {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const halved = new Float32Array(half.width * half.height * 3);
  for (let y = 0; y < half.height; y++) {
    const upper = 2 * y * width;
    const lower = Math.min(2 * y + 1, height - 1) * width;
    for (let x = 0; x < half.width; x++) {
      const right = Math.min(2 * x + 1, width - 1);
      for (let band = 0; band < 3; band++) {
        const above =
          (data[(upper + 2 * x) * 3 + band] as number) + (data[(upper + right) * 3 + band] as number);
        const below =
          (data[(lower + 2 * x) * 3 + band] as number) + (data[(lower + right) * 3 + band] as number);
        halved[(y * half.width + x) * 3 + band] = (above + below) / 4;
      }
    }
  }
  return { ...half, data: halved };
}

/** Moved so that every value of sRGB is positive, as SSIMULACRA2 wants them. */
export function toPlanes({ width, height, data }: Linear): Planes {
  const size = width * height;
  const [xs, ys, bs] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  for (let i = 0; i < size; i++) {
    const r = data[3 * i] as number;
    const g = data[3 * i + 1] as number;
    const b = data[3 * i + 2] as number;
    const l = Math.cbrt(absorbance.l.r * r + absorbance.l.g * g + absorbance.l.b * b + bias) - biasRoot;
    const m = Math.cbrt(absorbance.m.r * r + absorbance.m.g * g + absorbance.m.b * b + bias) - biasRoot;
    const s = Math.cbrt(absorbance.s.r * r + absorbance.s.g * g + absorbance.s.b * b + bias) - biasRoot;
    const y = (l + m) / 2;
    xs[i] = ((l - m) / 2) * 14 + 0.42;
    ys[i] = y + 0.01;
    bs[i] = s - y + 0.55;
  }
  return [xs, ys, bs];
}
