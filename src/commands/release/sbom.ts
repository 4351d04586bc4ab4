// The software bill of materials of dist/index.js, in CycloneDX: every package and every library that is in it, compiled or not.

import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';

/** A part as wasm/modules.json names it. */
export interface BundledPart {
  /** `1.6.0`; `1.0.15 (with libheif-js)` says what it is compiled into; `(with libvips)` has none of its own. */
  readonly version: string;
  /** An SPDX identifier or expression, or the name of a licence. */
  readonly licence: string;
  readonly source?: string;
}

export interface Contents {
  readonly name: string;
  readonly version: string;
  /** Hexadecimal, of the zip. */
  readonly sha256: string;
  /** By their names at npm. */
  readonly packages: Readonly<Record<string, BundledPart>>;
  /** Compiled to WebAssembly inside of packages. */
  readonly libraries: Readonly<Record<string, BundledPart>>;
}

/** @returns JSON of CycloneDX 1.6. It holds no time and no random number: the same contents give the same text. */
export function toSbom({ name, version, sha256, packages, libraries }: Contents): string {
  const bom = new Models.Bom();
  const root = new Models.Component(Enums.ComponentType.Application, name, {
    version,
    bomRef: name,
    purl: `pkg:npm/${name}@${version}`,
    hashes: new Models.HashDictionary([[Enums.HashAlgorithm['SHA-256'], sha256]]),
    licenses: new Models.LicenseRepository([new Models.SpdxLicense('MIT')]),
  });
  bom.metadata.component = root;
  const parts = [
    ...Object.entries(packages).map(([of, part]) => toComponent(of, part, npmPurl(of, part.version))),
    ...Object.entries(libraries).map(([of, part]) => toComponent(of, part, genericPurl(of, part.version))),
  ];
  for (const part of parts) {
    bom.components.add(part);
    root.dependencies.add(part.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

function npmPurl(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function genericPurl(name: string, written: string): string {
  const { version } = readVersion(written);
  return version === undefined ? `pkg:generic/${name}` : `pkg:generic/${name}@${version}`;
}

function readVersion(written: string): {
  readonly version: string | undefined;
  readonly description: string | undefined;
} {
  const [, version, description] = /^([^\s(]+)?\s*(?:\((.*)\))?$/.exec(written) ?? [];
  return { version, description };
}

function toComponent(
  name: string,
  { version: written, licence, source }: BundledPart,
  purl: string,
): Models.Component {
  const { version, description } = readVersion(written);
  const isIdentifier = /^[A-Za-z0-9.+-]+$/.test(licence);
  return new Models.Component(Enums.ComponentType.Library, name, {
    ...(version !== undefined && { version }),
    ...(description !== undefined && { description }),
    bomRef: purl,
    purl,
    licenses: new Models.LicenseRepository([
      isIdentifier ? new Models.SpdxLicense(licence) : new Models.NamedLicense(licence),
    ]),
    ...(source !== undefined && {
      externalReferences: new Models.ExternalReferenceRepository([
        new Models.ExternalReference(source, Enums.ExternalReferenceType.VCS),
      ]),
    }),
  });
}
