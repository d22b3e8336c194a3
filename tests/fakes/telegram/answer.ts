/** What the Bot API answers, with the HTTP status it would have. */
export type Answer =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly error_code: number;
      readonly description: string;
      readonly parameters?: { readonly retry_after: number };
    };

export const yes = (result: unknown): Answer => ({ ok: true, result });

export const no = (error_code: number, description: string, retryAfter?: number): Answer => ({
  ok: false,
  error_code,
  description,
  ...(retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }),
});
