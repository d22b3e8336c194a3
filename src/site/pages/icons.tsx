/** A bridge over water: the name of the page as a picture. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <rect width="32" height="32" rx="10" class="mark-ground" />
      <path d="M5 21c3-7 7-10 11-10s8 3 11 10" class="mark-line" />
      <path d="M5 21h22M11 21v-6.5M16 21v-10M21 21v-6.5" class="mark-line thin" />
    </svg>
  );
}

export function LockIcon() {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" class="icon">
      <rect x="5" y="10.5" width="14" height="9.5" rx="2.5" />
      <path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5" />
    </svg>
  );
}

export function LeaveIcon() {
  return (
    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" class="icon">
      <path d="M14 5H7.5A1.5 1.5 0 0 0 6 6.500v11A1.500 1.500 0 0 0 7.500 19H14M11 12h9M17 8.500 20.500 12 17 15.500" />
    </svg>
  );
}

export function PhoneIcon() {
  return (
    <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" class="icon">
      <path d="M7 4h3l1.500 4-2 1.500a11 11 0 0 0 5 5l1.500-2 4 1.500v3A2 2 0 0 1 18 19 14 14 0 0 1 5 6a2 2 0 0 1 2-2z" />
    </svg>
  );
}
