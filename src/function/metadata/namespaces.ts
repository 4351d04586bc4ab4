// Which properties of XMP are kept, as data. All others are left out: an unknown property may hold anything private.

/** Prefix -> namespace. */
export const namespaces = {
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xmpRights: 'http://ns.adobe.com/xap/1.0/rights/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  Iptc4xmpCore: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  plus: 'http://ns.useplus.org/ldf/xmp/1.0/',
  cc: 'http://creativecommons.org/ns#',
  tiff: 'http://ns.adobe.com/tiff/1.0/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  exifEX: 'http://cipa.jp/exif/1.0/',
  aux: 'http://ns.adobe.com/exif/1.0/aux/',
} as const;

/** The namespaces of XML and RDF themselves. */
export const grammar = {
  xml: 'http://www.w3.org/XML/1998/namespace',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
} as const;

type Table = Readonly<Partial<Record<keyof typeof namespaces, string>>>;

function namesIn(table: Table): string[] {
  return Object.entries(table).reduce<string[]>(
    (all, [prefix, names]) => all.concat((names ?? '').split(' ').map((name) => `${prefix}:${name}`)),
    [],
  );
}

/** Creator and rights: kept by the policies `copyright` and `keep`. */
const rights = namesIn({
  dc: 'creator rights',
  xmpRights: 'Certificate Marked Owner UsageTerms WebStatement',
  photoshop: 'Credit',
  plus:
    'CopyrightOwner CopyrightOwnerName CopyrightOwnerID ImageCreator ImageCreatorName ImageCreatorID ' +
    'Licensor LicensorName LicensorID LicensorURL CreditLineRequired DataMining OtherConstraints',
  cc: 'license attributionName attributionURL morePermissions useGuidelines',
});

/** What a photo shows and how it was taken: kept by `keep`. Not the place, serial numbers, or anything in pixels of the source. */
const description = namesIn({
  dc: 'contributor date description identifier language publisher source subject title type',
  xmp: 'CreateDate CreatorTool Label MetadataDate ModifyDate Nickname Rating',
  photoshop:
    'AuthorsPosition CaptionWriter Category DateCreated Headline Instructions Source SupplementalCategories ' +
    'TransmissionReference Urgency',
  Iptc4xmpCore:
    'AltTextAccessibility ExtDescrAccessibility CreatorContactInfo CiAdrCity CiAdrCtry CiAdrExtadr CiAdrPcode ' +
    'CiAdrRegion CiEmailWork CiTelWork CiUrlWork IntellectualGenre Scene SubjectCode',
  Iptc4xmpExt: 'DigitalSourceType Event OrganisationInImageName PersonInImage',
  plus: 'ModelReleaseStatus PropertyReleaseStatus LicensorEmail LicensorTelephone1',
  tiff: 'Artist Copyright ImageDescription Make Model Software DateTime',
  exif:
    'ExifVersion ExposureTime FNumber ExposureProgram ISOSpeedRatings DateTimeOriginal DateTimeDigitized ' +
    'ShutterSpeedValue ApertureValue BrightnessValue ExposureBiasValue MaxApertureValue MeteringMode LightSource ' +
    'FocalLength FocalLengthIn35mmFilm SensingMethod CustomRendered ExposureMode WhiteBalance DigitalZoomRatio ' +
    'SceneCaptureType GainControl Contrast Saturation Sharpness SubjectDistanceRange UserComment',
  exifEX: 'LensMake LensModel LensSpecification PhotographicSensitivity',
  aux: 'Lens LensInfo',
});

export const rightsNames: ReadonlySet<string> = new Set(rights);
export const keptNames: ReadonlySet<string> = new Set([...rights, ...description]);
