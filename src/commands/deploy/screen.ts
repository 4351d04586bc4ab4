// What `npm run deploy` prints.

import { showPlan, showStep } from '../../cloud/deploy/show.ts';
import type { PlanItem, Step } from '../../cloud/deploy/step.ts';
import type { Bilingual } from '../../function/doctor/bilingual.ts';
import type { Language } from '../language.ts';

export class Screen {
  readonly #language: Language;
  readonly #json: boolean;

  constructor(language: Language, json: boolean) {
    this.#language = language;
    this.#json = json;
  }

  say(text: Bilingual): void {
    this.#print(text[this.#language]);
  }

  plan(items: readonly PlanItem[]): void {
    if (items.length > 0) this.#print(showPlan(items, this.#language));
  }

  step(step: Step, item: PlanItem): void {
    this.#print(showStep(step, item, this.#language));
  }

  /** The whole, with --json only. */
  result(items: readonly PlanItem[], more: object): void {
    const plan = items.map(({ steps, ...item }) => ({ ...item, calls: steps.map(({ kind }) => kind) }));
    if (this.#json) console.log(JSON.stringify({ plan, ...more }));
  }

  /** With --json standard output is for the program that reads it. */
  #print(text: string): void {
    if (this.#json) console.error(text);
    else console.log(text);
  }
}
