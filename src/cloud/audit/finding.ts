// What an audit finds, one by one.

export type Finding =
  /** A photo without all of its thumbnails. */
  | { readonly is: 'missing'; readonly key: string; readonly presets: readonly string[] }
  /** A photo whose thumbnails are all there, but not its manifest. */
  | { readonly is: 'manifest-missing'; readonly key: string }
  /** A thumbnail or manifest without a photo. */
  | {
      readonly is: 'orphan';
      readonly key: string;
      readonly of: 'thumbnail' | 'manifest';
      readonly etag: string;
    }
  /** A thumbnail that its photo would not have by these settings. */
  | { readonly is: 'former'; readonly key: string; readonly photo: string }
  /** A thumbnail that is older than its photo. It may be right still, if the upload changed nothing. */
  | { readonly is: 'older'; readonly key: string; readonly photo: string }
  /** With marks: a thumbnail that was made of other content than the photo has, or in another way than the preset asks for. */
  | {
      readonly is: 'stale';
      readonly key: string;
      readonly photo: string;
      readonly why: 'content' | 'settings';
    }
  /** With marks: an object at a thumbnail's key that the function did not make, or not of this photo. */
  | { readonly is: 'foreign'; readonly key: string; readonly photo: string }
  /** An object of the target bucket that is of no kind that the function writes. */
  | { readonly is: 'other'; readonly key: string };

export type FindingKind = Finding['is'];

export const findingKinds: readonly FindingKind[] = [
  'missing',
  'manifest-missing',
  'orphan',
  'former',
  'older',
  'stale',
  'foreign',
  'other',
];
