/** What the console calls somebody: it says nothing about who they are, and is the same in every list. */
export const visitorName = (contactId: string): string => `来访者 ${contactId.slice(0, 6).toUpperCase()}`;
