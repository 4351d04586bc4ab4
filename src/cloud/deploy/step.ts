// One call that changes something in the cloud.

import type {
  AsyncRetry,
  ConfigurationChange,
  CosTrigger,
  NewFunction,
  Policy,
  Role,
} from '../api/cloud-api.ts';

export type Step =
  | { readonly kind: 'create-role'; readonly role: Role }
  | { readonly kind: 'create-policy' | 'update-policy'; readonly policy: Policy }
  | { readonly kind: 'attach-policy' | 'detach-policy'; readonly role: string; readonly policy: string }
  | { readonly kind: 'delete-role' | 'delete-policy'; readonly name: string }
  | { readonly kind: 'create-function'; readonly function: NewFunction }
  | { readonly kind: 'update-code'; readonly zip: Uint8Array; readonly handler: string }
  | { readonly kind: 'delete-function' }
  | { readonly kind: 'update-configuration'; readonly change: ConfigurationChange }
  | { readonly kind: 'set-retries'; readonly retry: AsyncRetry }
  | { readonly kind: 'create-trigger' | 'delete-trigger'; readonly trigger: CosTrigger };

/** What of a plan is about one thing. */
export interface PlanItem {
  readonly part: 'role' | 'policy' | 'attachment' | 'function' | 'code' | 'configuration' | 'trigger';
  readonly name: string;
  readonly change: 'create' | 'update' | 'delete' | 'none';
  /** What is there, and what will be. undefined: nothing. */
  readonly fields: readonly {
    readonly name: string;
    readonly before: string | undefined;
    readonly after: string | undefined;
  }[];
  /** In their order; none if nothing changes. */
  readonly steps: readonly Step[];
}
