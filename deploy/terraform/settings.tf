# Written by npm run deploy:files.

variable "settings" {
  description = <<-EOT
    The function's settings: its environment variables. All are optional. Each line has the default in brackets.
    THUMB_TARGET_KEY (default: {dir}{name}.{ext} with one unnamed preset, else {dir}{name}-{preset}.{ext}): The key of a thumbnail, made of {dir}, {name}, {ext}, {preset} and {hash} (10 characters that change with the photo).
    THUMB_PRESETS (default: 200x200): The thumbnails to make of each photo: [name:]WIDTHxHEIGHT[,option]..., several separated by ";"; behind for=GLOB those of the keys that match it.
    THUMB_INCLUDE (default: everything): Comma-separated globs: only source keys that match one of them are processed.
    THUMB_EXCLUDE (default: nothing): Comma-separated globs: source keys that match one of them are skipped.
    THUMB_ON_DELETE (default: keep): What happens to the thumbnails of a deleted photo: keep leaves them, mirror removes them as well.
    THUMB_METADATA (default: copyright): Which metadata of the photo a thumbnail keeps: copyright (artist, copyright and licence), keep (also what it shows and how it was taken, never where) or strip (none).
    THUMB_WATERMARK (default: none): The picture for presets with the option watermark: KEY[,gravity][,scale=0.2][,opacity=1][,tile], where KEY is its key in the target bucket.
    THUMB_MANIFEST (default: none is written): The key of a JSON object that lists the thumbnails of a photo, made of {dir}, {name} and {ext} (of the photo); on means {dir}{name}.{ext}.json in the folder of the thumbnails.
    THUMB_ACL (default: default): Who may read thumbnails and manifests: default (as the bucket says), private, or public-read (everybody, also in a private bucket). COS allows some 1,000 objects with rights of their own in an account.
    THUMB_STORAGE_CLASS (default: the bucket's: STANDARD or MAZ_STANDARD): The storage class of thumbnails and manifests: STANDARD, STANDARD_IA, INTELLIGENT_TIERING, or one of these behind MAZ_ in a bucket with several availability zones.
    THUMB_TAGS (default: none): The tags of thumbnails and manifests, like team=web,kind=thumbnail; at most 10.
    THUMB_CACHE_CONTROL (default: the photo's, and its Expires): The Cache-Control of thumbnails, like public, max-age=31536000, immutable.
    THUMB_FALLBACK (default: on): What to do when a thumbnail would not be ready in time: on makes a cheaper one instead (WebP for AVIF, the first frame for an animation), off lets it fail.
    THUMB_MAX_SOURCE_MB (default: from the function's memory): Larger objects are refused before they are read.
    THUMB_MAX_MEGAPIXELS (default: 268.4; less where the decoder needs the whole photo in memory): Larger photos are refused before they are decoded.
    THUMB_MAX_PAGES (default: 10000): Photos with more frames or pages are refused before they are decoded.
    THUMB_FAILED_PREFIX (default: none: no failure records are written): The folder of the target bucket for failure records of photos that fail for good, like failed/.
    THUMB_NOTIFY (default: none: nobody is told): The https address that gets the report of each photo by POST when it is done, signed with THUMB_NOTIFY_SECRET.
    THUMB_NOTIFY_SECRET (default: none): The secret that THUMB_NOTIFY signs with: 32 to 256 characters that only the function and the receiver know.
    THUMB_COS_ENDPOINT (default: none): Where to send requests to COS instead, for tests: http://127.0.0.1:9000. Host header and signature stay those of COS.
    THUMB_LOG (default: info): How much is logged: silent, error, info or debug. One JSON line per record, and with debug one per step as well.
  EOT
  type        = map(string)
  default     = {}

  validation {
    condition = length(setsubtract(keys(var.settings), [
      "THUMB_TARGET_KEY",
      "THUMB_PRESETS",
      "THUMB_INCLUDE",
      "THUMB_EXCLUDE",
      "THUMB_ON_DELETE",
      "THUMB_METADATA",
      "THUMB_WATERMARK",
      "THUMB_MANIFEST",
      "THUMB_ACL",
      "THUMB_STORAGE_CLASS",
      "THUMB_TAGS",
      "THUMB_CACHE_CONTROL",
      "THUMB_FALLBACK",
      "THUMB_MAX_SOURCE_MB",
      "THUMB_MAX_MEGAPIXELS",
      "THUMB_MAX_PAGES",
      "THUMB_FAILED_PREFIX",
      "THUMB_NOTIFY",
      "THUMB_NOTIFY_SECRET",
      "THUMB_COS_ENDPOINT",
      "THUMB_LOG",
    ])) == 0
    error_message = "There is no such setting: see the description of this variable for all of them. THUMB_TARGET_BUCKET follows from target_bucket."
  }
}
