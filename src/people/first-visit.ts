/** What a centre wants of somebody before their first appointment. */
export type FirstVisitSettings = {
  /** 知情同意书 is read and agreed to. */
  readonly consent: boolean;
  /** 初访登记表 is offered. */
  readonly form: boolean;
  readonly identity: {
    /** `desk`: it may wait until they are there. False: it may be left out. */
    readonly required: boolean | 'desk';
  };
};
