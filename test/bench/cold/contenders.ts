// Who makes the same thumbnails of the same events, to be compared.

/** `sharpb` is the handler of `sharp` with the COS SDK bundled into it, as it is into ours. */
export const contenders = ['ours', 'sharp', 'sharpb'] as const;
export type Contender = (typeof contenders)[number];
