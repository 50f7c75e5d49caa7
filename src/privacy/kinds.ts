/** Kinds of names that get pseudonyms of their own: the same word as a user and as a file gets two unrelated ones. */
export type PseudonymKind =
  | 'user'
  | 'name'
  | 'address'
  | 'device'
  | 'site'
  | 'file'
  | 'object'
  | 'subject'
  | 'domain'
  | 'guid'
  | 'text'
  | 'key'

/** How a field's text is treated. */
export type FieldRule =
  /** Words of a service: operations, results, client software. */
  | 'vocabulary'
  /** A number, a time, a version or a size. */
  | 'measure'
  /** GUIDs of requests, sessions, applications and tenants stay; an id of another form is replaced as a whole. */
  | 'id'
  /** A name of an application, a policy, a rule, a role: Microsoft's own stay. */
  | 'title'
  /** Free text: harmless words stay, everything between them is replaced. */
  | 'text'
  /** A key of an object: a field's name, or a person's. */
  | 'key'
  /** Words with labels in them: `-Identity "Ann Berg"`, `<TargetUser>Ann Berg</TargetUser>`. */
  | 'labelled'
  /** Folders and files, segment by segment. */
  | 'path'
  /** A party of a directory record: any of its ids, or its kind. */
  | 'party'
  | PseudonymKind

/** Of everything but keys. */
export type ValueRule = Exclude<FieldRule, 'key'>

/** Of fields in which a text of known words stays. */
export type HarmlessRule = 'vocabulary' | 'measure' | 'title' | 'id'

export function isHarmlessRule(rule: FieldRule): rule is HarmlessRule {
  return rule === 'vocabulary' || rule === 'measure' || rule === 'title' || rule === 'id'
}
