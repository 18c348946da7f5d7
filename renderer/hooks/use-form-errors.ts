import { useState } from 'react';

/** One field that is still wrong: the id of what takes the focus, and what to do there. */
export interface FormError {
  readonly id: string;
  readonly message: string;
}

/** What a form knows of its own errors. */
export interface FormErrors {
  /** All of them once somebody tried to go on, none before. */
  readonly shown: readonly FormError[];
  /** How often somebody tried in vain: moves the focus to the summary each time. */
  readonly attempt: number;
  readonly errorOf: (id: string) => string | null;
  /** True when nothing is wrong; otherwise shows what is. */
  readonly check: () => boolean;
  /** Show what is wrong without trying to go on. */
  readonly show: () => void;
}

/**
 * Keep quiet about a form's errors until somebody tries to go on.
 * @param errors - everything that is wrong now, in the order of the fields
 */
export function useFormErrors(errors: readonly FormError[]): FormErrors {
  const [attempt, setAttempt] = useState(0);
  const shown = attempt === 0 ? [] : errors;
  const show = (): void => {
    setAttempt((now) => now + 1);
  };
  return {
    shown,
    attempt,
    errorOf: (id) => shown.find((error) => error.id === id)?.message ?? null,
    show,
    check: () => {
      if (errors.length === 0) {
        setAttempt(0);
        return true;
      }
      show();
      return false;
    },
  };
}

/** An error for a field that must hold something; none when it does. */
export function needed(id: string, value: string, message: string): readonly FormError[] {
  return value.trim() === '' ? [{ id, message }] : [];
}
