/** Loaded before the program: its own clock is off by CHAOS_CLOCK_MS; whatever counts from the database's is not. */
const offMs = Number(process.env.CHAOS_CLOCK_MS ?? 0);
const TrueDate = Date;
globalThis.Date = class extends TrueDate {
  constructor(...values) {
    if (values.length === 0) super(TrueDate.now() + offMs);
    else super(...values);
  }
  static now() {
    return TrueDate.now() + offMs;
  }
};
