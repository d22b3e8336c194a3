import type { StaffMember, StaffSession } from '../../src/people/staff.ts';
import type { SignInStore } from '../../src/people/staff-store.ts';

type Link = { staff: StaffMember; token: string; expiresAt: Date; used: boolean };
type KeptSession = StaffSession & { token: string; ended: boolean };

/** Links and sessions in memory, by the rules of the real store. */
export class FakeSignIn implements SignInStore {
  readonly members = new Map<string, StaffMember>();
  readonly links: Link[] = [];
  readonly sessions: KeptSession[] = [];

  addMember(member: StaffMember): void {
    this.members.set(member.id, member);
  }

  /** Signs somebody in without the pages. */
  begin(session: { id: string; token: string; csrf: string; staffId: string; expiresAt: Date }): void {
    const staff = this.#active(session.staffId);
    if (staff === null) throw new Error('nobody to sign in');
    this.sessions.push({ ...session, staff, ended: false });
  }

  async issueLink(input: { staffId: string; token: string; now: Date; expiresAt: Date }): Promise<void> {
    const staff = this.#active(input.staffId);
    if (staff !== null)
      this.links.push({ staff, token: input.token, expiresAt: input.expiresAt, used: false });
  }

  async peekLink(token: string, now: Date): Promise<StaffMember | null> {
    const link = this.links.find((known) => known.token === token && !known.used && known.expiresAt > now);
    return link === undefined ? null : this.#active(link.staff.id);
  }

  async consumeLink(input: Parameters<SignInStore['consumeLink']>[0]): Promise<StaffSession | null> {
    const staff = await this.peekLink(input.linkToken, input.now);
    const link = this.links.find((known) => known.token === input.linkToken);
    if (staff === null || link === undefined) return null;
    link.used = true;
    this.sessions.push({
      id: input.sessionId,
      token: input.sessionToken,
      staff,
      csrf: input.csrf,
      expiresAt: input.expiresAt,
      ended: false,
    });
    return { id: input.sessionId, staff, csrf: input.csrf, expiresAt: input.expiresAt };
  }

  async session(sessionToken: string, now: Date): Promise<StaffSession | null> {
    const kept = this.sessions.find(({ token }) => token === sessionToken);
    if (kept === undefined || kept.ended || kept.expiresAt <= now) return null;
    const staff = this.#active(kept.staff.id);
    return staff === null ? null : { id: kept.id, staff, csrf: kept.csrf, expiresAt: kept.expiresAt };
  }

  async endSession(sessionId: string): Promise<void> {
    for (const kept of this.sessions) if (kept.id === sessionId) kept.ended = true;
  }

  revoke(staffId: string, now: Date): void {
    const staff = this.members.get(staffId);
    if (staff !== undefined) this.members.set(staffId, { ...staff, disabledAt: now });
  }

  #active(staffId: string): StaffMember | null {
    const staff = this.members.get(staffId);
    return staff === undefined || staff.disabledAt !== null ? null : staff;
  }
}
