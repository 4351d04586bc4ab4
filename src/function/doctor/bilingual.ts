// A text for people, in the two languages of this project.

export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}
