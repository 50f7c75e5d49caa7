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

/** How a field's text is treated. */
export type FieldRule =
  /** Identifies no person, or is needed as it is to prove that the export is complete. */
  | 'keep'
  /** Free text: only what looks like a name, and names of the same record. */
  | 'text'
  /** A field's own name; only what looks like an address in it is one. */
  | 'key'
  /** Words with labels in them: `-Identity "Ann Berg"`, `<TargetUser>Ann Berg</TargetUser>`. */
  | 'labelled'
  /** Folders and files, segment by segment. */
  | 'path'
  /** A party of a directory record: any of its ids, or its kind. */
  | 'party'
  | PseudonymKind
