// How much work one question may cost.
//
// Counted in steps, never in time: the same question has the same answer on every machine.

export interface Budget {
  /** Spent where it is below nothing. */
  left: number;
}

/** A tenth of a second, roughly; what people write takes a hundredth of that. */
export const wholeBudget = 1_000_000;
