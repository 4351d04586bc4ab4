// Which metadata of a photo goes into its thumbnails.

/**
 * `copyright`: creator, rights and licence, nothing else; `keep`: also what the photo shows and how it was taken; `strip`:
 * nothing.
 */
export type MetadataPolicy = 'copyright' | 'strip' | 'keep';
