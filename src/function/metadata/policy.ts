// What of a photo's metadata goes into its thumbnails.

/** `copyright`: whose the photo is and under which licence, nothing else; `keep`: what it shows and how it was taken, too. */
export type MetadataPolicy = 'copyright' | 'strip' | 'keep';
